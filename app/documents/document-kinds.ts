export const documentKinds = ["approval_memo", "ccw", "hipaa_memo"] as const;
/** A document that is made of one record. */
export type DocumentKind = (typeof documentKinds)[number];

/** What each is called, and the file that it is handed out as. */
export const documentWords: Record<DocumentKind, { label: string; file: string }> = {
  approval_memo: { label: "Approval memo", file: "memo" },
  ccw: { label: "PCI DSS compensating controls worksheet", file: "ccw" },
  hipaa_memo: { label: "HIPAA safeguard memo", file: "hipaa-memo" },
};
