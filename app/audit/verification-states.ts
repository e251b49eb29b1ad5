/** How far a walk along the log has come. */
export const verificationStates = ["queued", "running", "done", "failed"] as const;
export type VerificationState = (typeof verificationStates)[number];
