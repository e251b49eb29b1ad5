import { sql } from "kysely";
import type { Policy } from "#app/engine/types.ts";
import { type Db, entriesOf, isPostgres, statement } from "./connect.ts";
import { prepareExemptionUses } from "./exemption-uses.ts";
import { prepareFactsTogether } from "./facts-together.ts";
import {
  agreedAt,
  byTargetOf,
  type ExemptionRow,
  exemptionOf,
  type LiveExemption,
  liveOnes,
} from "./live-exemptions.ts";
import { arg, type Run } from "./statements.ts";
import { prepareSubjects } from "./subjects.ts";
import { policyVersion, type TokenFacts, type TokenRow, tokensAndPeople, tokensByHash } from "./token-facts.ts";

export type SignInFacts = ReturnType<typeof prepareSignInFacts>;

/** Compiles what a decision reads, once per database; nothing that is read is kept but the policy, by its version. */
export function prepareSignInFacts(db: Db) {
  const tokens = statement(
    db,
    "tokens_by_hash",
    sql`select t.id, t.workspace_id as "workspaceId", t.token_hash as "tokenHash", t.scopes, t.expires_at as "expiresAt",
      t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", u.disabled_at as "userDisabledAt",
      u.access_ends_at as "userAccessEndsAt", ${policyVersion} as "policyVersion" ${tokensAndPeople}
    where t.token_hash in ${entriesOf(db, arg("hashes"))}`,
  );
  const policyBody = statement(
    db,
    "policy_body",
    sql`select body from policies where workspace_id = ${arg("workspaceId")} and version = ${arg("version", "integer")}`,
  );
  const exemptions = statement(
    db,
    "exemptions_by_target",
    sql`select t.target, e.id, e.version, e.state, e.effect, e.factors, e.starts_at as "startsAt", e.ends_at as "endsAt", e.scope,
      ${agreedAt} as "agreedAt" ${liveOnes} and t.target in ${entriesOf(db, arg("targets"))}`,
  );
  const subjects = prepareSubjects(db);
  const together = isPostgres(db) ? prepareFactsTogether(db, subjects) : null;

  const policies = new Map<string, Policy>();
  const workspaces = new Map<string, string>();

  return {
    async tokens(run: Run, hashes: readonly string[]): Promise<Map<string, TokenFacts>> {
      const rows = await run<TokenRow>(tokens, { hashes: JSON.stringify(hashes) });
      for (const { tokenHash, workspaceId } of rows) workspaces.set(tokenHash, workspaceId);
      return tokensByHash(rows);
    },

    /** Returns the workspace that a token is for, which never changes, once it has been read. */
    workspaceOf: (tokenHash: string) => workspaces.get(tokenHash),

    /** Returns a version of the policy; its text never changes, so it is parsed once. */
    async policy(run: Run, workspaceId: string, version: number): Promise<Policy> {
      const known = policies.get(workspaceId);
      if (known !== undefined && known.version === version) return known;
      const [row] = await run<{ body: string }>(policyBody, { workspaceId, version });
      if (!row) throw new Error(`workspace ${workspaceId} has no policy ${version}, expected the one in force`);
      const policy = { ...(JSON.parse(row.body) as Omit<Policy, "version">), version }; // cast: written only by insertPolicy
      policies.set(workspaceId, policy);
      return policy;
    },

    /** Returns the subjects that the workspace knows, with their groups, roles and active factors. */
    subjects: subjects.find,

    /** Reads who asks, whom it is about and what is live for them at once; null where asking in turn costs nothing. */
    together,

    /** Counts the uses of exceptions that have a number of them. */
    uses: prepareExemptionUses(db),

    /** Returns the exceptions that are live at this instant, by the targets that were asked for; uses are counted apart. */
    async exemptions(run: Run, workspaceId: string, targets: readonly string[], now: string) {
      const values = { workspaceId, targets: JSON.stringify(targets), now };
      const rows = await run<ExemptionRow & { target: string }>(exemptions, values);
      const found = new Map<string, LiveExemption>();
      for (const row of rows) if (!found.has(row.id)) found.set(row.id, exemptionOf(row));
      return byTargetOf(rows, found);
    },
  };
}
