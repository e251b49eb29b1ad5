/** What stands around a record, as the database has it. */
export type AroundRecordTables = {
  exceptionComments: {
    workspaceId: string;
    exceptionId: string;
    id: string;
    authorId: string;
    body: string;
    mentions: string;
    at: string;
  };
  exceptionWatchers: { workspaceId: string; exceptionId: string; userId: string; since: string };
  attachments: {
    workspaceId: string;
    exceptionId: string;
    id: string;
    name: string;
    mediaType: string;
    size: number;
    sha256: string;
    note: string;
    uploadedBy: string;
    at: string;
  };
  attachmentWithdrawals: { workspaceId: string; attachmentId: string; withdrawnBy: string; reason: string; at: string };
  exceptionRevisions: { workspaceId: string; exceptionId: string; version: number; at: string; body: string };
};
