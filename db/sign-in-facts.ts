import { sql } from "kysely";
import type { Instant, Policy } from "#app/engine/types.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";
import { type Db, entriesOf, isPostgres, statement } from "./connect.ts";
import { prepareExemptionUses } from "./exemption-uses.ts";
import { arg, type Run } from "./statements.ts";
import { prepareSubjects, type SubjectNames } from "./subjects.ts";

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

/** An exception as it stands, and when it was agreed to: by its approvals, or by whoever granted it in an emergency. */
export type LiveExemption = ReadExemption & { agreedAt: Instant | null };

type ExemptionRow = Pick<LiveExemption, "id" | "version" | "state" | "effect" | "startsAt" | "endsAt" | "agreedAt"> & {
  target: string;
  factors: string;
  scope: string;
};

export type SignInFacts = ReturnType<typeof prepareSignInFacts>;

/** Compiles what a decision reads, once per database; nothing that is read is kept but the policy, by its version. */
export function prepareSignInFacts(db: Db) {
  const tokens = statement(
    db,
    "tokens_by_hash",
    sql`select t.id, t.workspace_id as "workspaceId", t.token_hash as "tokenHash", t.scopes, t.expires_at as "expiresAt",
      t.revoked_at as "revokedAt", t.last_used_at as "lastUsedAt", u.disabled_at as "userDisabledAt", u.access_ends_at as "userAccessEndsAt",
      (select max(p.version) from policies p where p.workspace_id = t.workspace_id) as "policyVersion"
    from tokens t left join users u on u.workspace_id = t.workspace_id and u.id = t.user_id
    where t.token_hash in ${entriesOf(db, arg("hashes"))}`,
  );
  const policyBody = statement(
    db,
    "policy_body",
    sql`select body from policies where workspace_id = ${arg("workspaceId")} and version = ${arg("version", "integer")}`,
  );
  // SQLite knows nothing of how many rows there are: the cross join and the case keep it from starting at all active
  // exceptions, or from looking through them for each target, instead of taking the few that name the subject by their id.
  const live = sql`select t.target, e.id, e.version, e.state, e.effect, e.factors, e.starts_at as "startsAt", e.ends_at as "endsAt", e.scope,
      coalesce(e.approved_at, e.activated_at) as "agreedAt"
    from exception_targets t cross join exceptions e
    where t.workspace_id = ${arg("workspaceId")} and e.workspace_id = t.workspace_id and e.id = t.exception_id
      and case when e.state = 'active' and e.starts_at <= ${arg("now")} and e.ends_at > ${arg("now")} then 1 else 0 end = 1`;
  const exemptions = statement(
    db,
    "exemptions_by_target",
    sql`${live} and t.target in ${entriesOf(db, arg("targets"))}`,
  );
  const subjects = prepareSubjects(db);
  // The same for whoever is asked for by name, so that it need not wait for who they are.
  const exemptionsOfNamed = statement(
    db,
    "exemptions_of_named",
    sql`${subjects.withPeople}, wanted as (
      select 'user:' || id as target from people
      union select m.kind || ':' || m.object_id from people p cross join memberships m
        where m.workspace_id = ${arg("workspaceId")} and m.user_id = p.id
      union select 'role:' || g.role from people p cross join role_grants g
        where g.workspace_id = ${arg("workspaceId")} and g.user_id = p.id
      union select * from ${entriesOf(db, arg("targets"))} as known
    ) ${live} and t.target in (select target from wanted)`,
  );

  const policies = new Map<string, Policy>();
  const workspaces = new Map<string, string>();

  return {
    async tokens(run: Run, hashes: readonly string[]): Promise<Map<string, TokenFacts>> {
      const rows = await run<Omit<TokenFacts, "scopes"> & { scopes: string }>(tokens, {
        hashes: JSON.stringify(hashes),
      });
      for (const { tokenHash, workspaceId } of rows) workspaces.set(tokenHash, workspaceId);
      return new Map(rows.map((row) => [row.tokenHash, { ...row, scopes: JSON.parse(row.scopes) as string[] }])); // cast: written as a list
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

    /** Whether statements that do not wait for each other reach the database together. */
    isPipelined: isPostgres(db),

    /** Counts the uses of exceptions that have a number of them. */
    uses: prepareExemptionUses(db),

    /** Returns the exceptions that are live at this instant, by the targets that were asked for; uses are counted apart. */
    async exemptions(run: Run, workspaceId: string, targets: readonly string[], now: string) {
      return byTargetOf(await run<ExemptionRow>(exemptions, { workspaceId, targets: JSON.stringify(targets), now }));
    },

    /** Returns the same for people by their names, and for targets that are known. */
    async exemptionsOfNamed(
      run: Run,
      workspaceId: string,
      { names: { userNames, userIds }, targets, now }: { names: SubjectNames; targets: readonly string[]; now: string },
    ) {
      const json = {
        userNames: JSON.stringify(userNames),
        userIds: JSON.stringify(userIds),
        targets: JSON.stringify(targets),
      };
      return byTargetOf(await run<ExemptionRow>(exemptionsOfNamed, { workspaceId, ...json, now }));
    },
  };
}

function byTargetOf(rows: readonly ExemptionRow[]): Map<string, LiveExemption[]> {
  const byTarget = new Map<string, LiveExemption[]>();
  for (const { target, factors, scope, ...row } of rows) {
    const parsed = { factors: JSON.parse(factors), scope: JSON.parse(scope) } as Pick<
      ReadExemption,
      "factors" | "scope"
    >; // cast: written only by insertException
    const exemption = { ...row, ...parsed, usesLeft: null };
    const found = byTarget.get(target);
    if (found) found.push(exemption);
    else byTarget.set(target, [exemption]);
  }
  return byTarget;
}
