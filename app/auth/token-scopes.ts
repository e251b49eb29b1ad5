export const tokenScopes = ["decide", "search", "request", "read", "write", "approve", "policy", "directory"] as const;
/**
 * What a token may be used for: ask for sign-in decisions, search for whom they would let in, ask for access after a refusal, read the register, file
 * and move records, decide as an approver or second admin, change the policy, change the directory.
 */
export type TokenScope = (typeof tokenScopes)[number];

export const tokenScopeLabels: Record<TokenScope, string> = {
  decide: "Ask for sign-in decisions",
  search: "Search for who can sign in, and where",
  request: "Ask for an exception after a sign-in was refused",
  read: "Read the register",
  write: "File and change exceptions",
  approve: "Approve, confirm and reject; ends after 15 minutes",
  policy: "Change the MFA policy and webhooks, as an admin",
  directory: "Change people, groups and applications, as an admin",
};
