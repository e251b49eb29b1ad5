import type { Generated } from "kysely";

/** Sessions, how long they last, and what is counted against whoever guesses, as the database has them. */
export type SessionTables = {
  sessions: {
    workspaceId: string;
    idHash: string;
    userId: string;
    methods: string;
    createdAt: string;
    lastSeenAt: string;
    expiresAt: string;
    revokedAt: string | null;
    ip: string | null;
    userAgent: string | null;
    exceptionId: string | null;
    decisionId: string | null;
    isBypass: Generated<number>;
    graceEndsAt: string | null;
  };
  knownDevices: {
    workspaceId: string;
    idHash: string;
    userId: string;
    userAgent: string | null;
    createdAt: string;
    lastSeenAt: string;
    expiresAt: string;
  };
  sessionSettings: { workspaceId: string; idleMinutes: number; absoluteMinutes: number; tellsNewDevices: number };
  addressAttempts: { workspaceId: string; address: string; begunAt: string; failures: number };
};
