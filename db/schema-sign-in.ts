/** How people prove that it is them, as the database has it. */
export type SignInTables = {
  stepUpReturns: {
    workspaceId: string;
    idHash: string;
    userId: string;
    sessionIdHash: string;
    path: string;
    typed: string;
    createdAt: string;
    expiresAt: string;
  };
};
