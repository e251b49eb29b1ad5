import type { Generated } from "kysely";

/** People and whatever else decisions are about, as the database has them. */
export type PeopleTables = {
  users: {
    workspaceId: string;
    id: string;
    userName: string;
    displayName: string;
    externalId: string | null;
    department: string | null;
    ssoRequired: number;
    passwordHash: string | null;
    createdAt: string;
    disabledAt: string | null;
    firstSignInAt: string | null;
    factorsResetAt: string | null;
    lastSignInAt: string | null;
    failedAttempts: Generated<number>;
    lockedUntil: string | null;
    pseudonymisedAt: string | null;
    breakGlassSince: string | null;
    accessEndsAt: Generated<string | null>;
    accessGivenBy: Generated<string | null>;
  };
  /** What events of the audit log call people. */
  auditPersonal: {
    workspaceId: string;
    id: string;
    seq: number;
    userId: string | null;
    field: string;
    salt: string;
    text: string;
  };
  passwordResets: {
    workspaceId: string;
    id: string;
    userId: string;
    tokenHash: string;
    createdAt: string;
    expiresAt: string;
    usedAt: string | null;
  };
  roleGrants: { workspaceId: string; userId: string; role: string; grantedAt: string };
  directoryObjects: {
    workspaceId: string;
    kind: string;
    id: string;
    name: string;
    externalId: string | null;
    createdAt: string;
    disabledAt: string | null;
  };
  directoryWords: { workspaceId: string; kind: string; objectId: string; word: string };
  memberships: { workspaceId: string; userId: string; kind: string; objectId: string; addedAt: string };
  factors: {
    workspaceId: string;
    id: string;
    userId: string;
    kind: string;
    label: string;
    createdAt: string;
    lastUsedAt: string | null;
    revokedAt: string | null;
    remaining: number | null;
    credentialId: string | null;
    publicKey: string | null;
    counter: number | null;
    transports: string | null;
    aaguid: string | null;
    backupEligible: Generated<number | null>;
    backedUp: Generated<number | null>;
  };
  recoveryCodes: { workspaceId: string; factorId: string; codeHash: string; usedAt: string | null };
};
