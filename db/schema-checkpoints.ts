/** What the workspace signs with, and what it has signed of its log. */
export type CheckpointTables = {
  signingKeys: {
    workspaceId: string;
    id: string;
    name: string;
    /** 32 bytes in base64. */
    publicKey: string;
    /** Sealed; null once the key is retired. */
    privateKey: string | null;
    createdAt: string;
    createdBy: string | null;
    retiredAt: string | null;
  };
  checkpoints: { workspaceId: string; size: number; at: string; hash: string; keyId: string; note: string };
  checkpointSettings: { workspaceId: string; isPublished: number; addresses: string };
};
