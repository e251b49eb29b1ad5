import { sql } from "kysely";

/** A token as the decision path judges it. */
export type TokenFacts = {
  id: string;
  workspaceId: string;
  tokenHash: string;
  scopes: readonly string[];
  expiresAt: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
  /** When the person was barred for whom a personal token acts. */
  userDisabledAt: string | null;
  userAccessEndsAt: string | null;
  /** The policy in force in the workspace that the token is for. */
  policyVersion: number;
};

export type TokenRow = Omit<TokenFacts, "scopes"> & { scopes: string };

/** The tokens `t`, each with the person `u` for whom it acts, if it acts for one. */
export const tokensAndPeople = sql`from tokens t left join users u on u.workspace_id = t.workspace_id and u.id = t.user_id`;

/** The version of the policy in force where the token `t` is for. */
export const policyVersion = sql`(select max(p.version) from policies p where p.workspace_id = t.workspace_id)`;

/** Reads tokens as they are stored, by their hashes. */
export function tokensByHash(rows: readonly TokenRow[]): Map<string, TokenFacts> {
  return new Map(rows.map((row) => [row.tokenHash, { ...row, scopes: JSON.parse(row.scopes) as string[] }])); // cast: written as a list
}
