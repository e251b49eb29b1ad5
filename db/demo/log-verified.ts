import { askVerification } from "#app/audit/ask-verification.server.ts";
import { keepVerdict } from "#app/audit/run-verification.server.ts";
import { verifyAll } from "#app/audit/verify-all.server.ts";
import type { Db } from "../connect.ts";
import { usersWithRole } from "../users.ts";
import { claimVerification } from "../verifications.ts";

/** The auditor of the demo has the log walked. */
export async function logVerified(db: Db, workspaceId: string, now: string): Promise<void> {
  const [auditor] = await usersWithRole(db, workspaceId, ["auditor"]);
  if (!auditor) throw new Error("the demo has no auditor, expected one who has the log walked");
  const actor = { kind: "user", id: auditor.id } as const;
  await askVerification(db, { workspaceId, upTo: null, userId: auditor.id, actor, now });
  const walk = await claimVerification(db, now);
  if (!walk) throw new Error("no verification waits in the demo, expected the one that was asked for");
  await keepVerdict(db, walk, await verifyAll(db, { workspaceId, upTo: null }), now);
}
