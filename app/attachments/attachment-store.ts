/** A file that lies ready to be kept. */
export type ReadyFile = { path: string; size: number; sha256: string };

/** Where the bytes of attachments are kept, each workspace's apart and every file under its hash. */
export type AttachmentStore = {
  /** Keeps a file; one that is there already stays as it is. The file itself is used up. */
  keep(workspaceId: string, file: ReadyFile): Promise<void>;
  /** Returns the bytes, or null when they are not there. */
  read(workspaceId: string, sha256: string): Promise<ReadableStream<Uint8Array> | null>;
};

/** What taking in and giving out attachments needs. */
export type Attachments = {
  store: AttachmentStore;
  /** Where uploads lie until they are whole and looked at. */
  incoming: string;
  /** Looks at a file before it is kept; null where nobody has set one up. */
  scanCommand: string | null;
};
