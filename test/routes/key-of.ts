import { testStart } from "#test/support/databases.ts";

/** A security key as the walk finds one registered. */
export function keyOf(workspaceId: string, userId: string) {
  const flags = { counter: 0, transports: [], aaguid: "00000000-0000-0000-0000-000000000000" };
  const credential = {
    credentialId: "key-of-the-boss",
    publicKey: "x",
    ...flags,
    backupEligible: false,
    backedUp: false,
  };
  const times = { createdAt: testStart, lastUsedAt: null };
  return {
    workspaceId,
    id: "fac_boss",
    userId,
    kind: "security_key",
    label: "Key",
    ...times,
    credential,
    totp: null,
  } as const;
}
