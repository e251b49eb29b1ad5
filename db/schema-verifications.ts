import type { Generated } from "kysely";

/** Walks along the audit log that somebody has asked for. */
export type VerificationTables = {
  verifications: {
    workspaceId: string;
    id: string;
    state: string;
    upTo: number | null;
    startedBy: string;
    createdAt: string;
    seenAt: string;
    finishedAt: Generated<string | null>;
    done: number;
    total: Generated<number | null>;
    found: Generated<string | null>;
    fault: Generated<string | null>;
  };
};
