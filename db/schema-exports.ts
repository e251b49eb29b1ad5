/** The tables of what is given out as files, as schema.ts has the others. */
export type ExportTables = {
  exports: {
    workspaceId: string;
    id: string;
    kind: string;
    format: string;
    query: string;
    asOf: string | null;
    params: string;
    requestedBy: string;
    actorKind: string;
    actorId: string;
    createdAt: string;
    state: string;
    seenAt: string;
    attempt: number;
    lost: number;
    roles: string;
    done: number;
    total: number | null;
    cursor: string | null;
    cursorAttempt: number | null;
    cursorBytes: number | null;
    cursorDone: number | null;
    cursorSha256: string | null;
    finishedAt: string | null;
    rowCount: number | null;
    bytes: number | null;
    sha256: string | null;
    fileName: string;
    expiresAt: string;
    fault: string | null;
  };
};
