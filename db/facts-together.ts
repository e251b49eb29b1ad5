import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type Db, entriesOf, statement } from "./connect.ts";
import { agreedAt, byTargetOf, type ExemptionRow, type LiveExemption, liveOnes } from "./live-exemptions.ts";
import { arg, type Run } from "./statements.ts";
import { type PreparedSubjects, type SubjectNames, type SubjectRow, type Subjects, userColumns } from "./subjects.ts";
import { policyVersion, type TokenFacts, type TokenRow, tokensAndPeople, tokensByHash } from "./token-facts.ts";

type Asked = {
  workspaceId: string;
  hashes: readonly string[];
  names: SubjectNames;
  /** What is known to be a target whoever the people are. */
  targets: readonly string[];
  now: Instant;
};

/** Who asks, by the hashes of their tokens, whom it is about, and what is live for them, by the targets. */
export type FactsTogether = {
  tokens: Map<string, TokenFacts>;
  subjects: Subjects;
  byTarget: Map<string, LiveExemption[]>;
};

/** As many columns as the widest of the parts has, its name included. */
const width = 11;

/** A part of the answer: its name, and its columns as texts. */
type Tuple = readonly [part: "token" | "subject" | "exemption", ...columns: (string | null)[]];

function tuple(part: Tuple[0], columns: readonly RawBuilder<unknown>[]): RawBuilder<unknown> {
  const nothing = Array.from({ length: width - 1 - columns.length }, () => sql`null`);
  return sql`select ${sql.join([sql.lit(part), ...columns, ...nothing])}`;
}

const refs = (...names: string[]) => names.map((name) => sql.ref(name));
const text = (value: RawBuilder<unknown>) => sql`cast(${value} as text)`;

/**
 * Compiles how all that a batch rests on is read at once, for PostgreSQL: a statement costs it as much as finding what the
 * batch asks for, and so do the names of its columns.
 *
 * Its plan is made once, for registers of any size, and PostgreSQL takes every list for a hundred entries: from some thousand
 * rows on it would rather read a whole table. With a subquery for each entry it looks up each of them by its index.
 */
export function prepareFactsTogether(db: Db, { peopleOf, servicePrincipalsOf }: PreparedSubjects) {
  const workspaceId = arg("workspaceId");
  const entries = (name: string) => sql`${entriesOf(db, arg(name))} as entry(value)`;
  const forEach = (found: RawBuilder<unknown>) => sql`cross join lateral (${found} offset 0) found`;
  const ofPeople = (columns: string, table: string) =>
    sql`people cross join lateral (select ${sql.raw(columns)} from ${sql.table(table)}
        where workspace_id = ${workspaceId} and user_id = people.id offset 0) found`;
  const users = (column: string, list: string) =>
    sql`select found.* from ${entries(list)} ${forEach(
      sql`select ${userColumns} from users where workspace_id = ${workspaceId} and ${sql.ref(column)} = entry.value`,
    )}`;
  const tokens = tuple("token", [
    ...refs("t.id", "t.workspace_id", "t.token_hash", "t.scopes", "t.expires_at", "t.revoked_at", "t.last_used_at"),
    ...refs("u.disabled_at", "u.access_ends_at"),
    text(policyVersion),
  ]);
  const exemptions = tuple("exemption", [
    ...[sql.ref("t.target"), sql.ref("e.id"), text(sql.ref("e.version"))],
    ...refs("e.state", "e.effect", "e.factors", "e.starts_at", "e.ends_at", "e.scope"),
    agreedAt,
  ]);
  const query = sql`with people as materialized (
      ${users("user_name", "userNames")} union all ${users("id", "userIds")}
    ), belongings as materialized (
      select found.* from ${ofPeople("user_id, kind, object_id as value, added_at as since", "memberships")}
      union all select found.* from ${ofPeople("user_id, 'role', role, granted_at", "role_grants")}
    ), wanted as (
      select 'user:' || id as target from people
      union select kind || ':' || value from belongings
      union select * from ${entries("targets")}
    )
    select found.* from ${entries("hashes")} ${forEach(sql`${tokens} ${tokensAndPeople} where t.token_hash = entry.value`)}
    union all ${tuple("subject", [
      ...[sql.ref("id"), sql`'user'`],
      ...refs("user_name", "created_at", "disabled_at", "locked_until", "first_sign_in_at", "factors_reset_at"),
    ])} from people
    union all ${tuple("subject", [sql.ref("id"), sql`'break_glass'`, sql`''`, sql.ref("break_glass_since")])}
      from people where break_glass_since is not null
    union all ${tuple("subject", refs("user_id", "kind", "value", "since"))} from belongings
    union all ${tuple("subject", [
      ...[...refs("found.user_id", "found.kind", "found.id"), sql`''`],
      ...[sql`null`, sql`null`, sql`null`, sql`null`, text(sql.ref("found.remaining"))],
    ])} from ${ofPeople("user_id, kind, id, remaining, revoked_at", "factors")} where found.revoked_at is null
    union all select found.* from wanted ${forEach(sql`${exemptions} ${liveOnes} and t.target = wanted.target`)}`;
  const together = { ...statement(db, "facts_together", query), isOfTuples: true };

  return async (run: Run, { workspaceId, hashes, names, targets, now }: Asked): Promise<FactsTogether> => {
    const json = {
      hashes: JSON.stringify(hashes),
      userNames: once(names.userNames),
      userIds: once(names.userIds),
      targets: JSON.stringify(targets),
    };
    const [tuples, servicePrincipals] = await Promise.all([
      run<Tuple>(together, { workspaceId, ...json, now }),
      servicePrincipalsOf(run, workspaceId, names.servicePrincipalIds),
    ]);
    const { token = [], subject = [], exemption = [] } = Object.groupBy(tuples, ([part]) => part);
    return {
      tokens: tokensByHash(token.map(tokenRow)),
      subjects: { ...peopleOf(subject.map(subjectRow)), servicePrincipals },
      byTarget: byTargetOf(exemption.map(exemptionRow)),
    };
  };
}

/** Many of a batch may be about one person, who is looked up once. */
function once(names: readonly string[]): string {
  return JSON.stringify([...new Set(names)]);
}

// The casts below: the columns are those of the query above, in its order.

function tokenRow([, ...columns]: Tuple): TokenRow {
  const [id, workspaceId, tokenHash, scopes, expiresAt, revokedAt, lastUsedAt, ...rest] = columns;
  const [userDisabledAt, userAccessEndsAt, version] = rest;
  return {
    ...{ id, workspaceId, tokenHash, scopes, expiresAt, revokedAt, lastUsedAt, userDisabledAt, userAccessEndsAt },
    policyVersion: Number(version),
  } as TokenRow;
}

function subjectRow([, ...columns]: Tuple): SubjectRow {
  const [id, kind, value, createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt, remaining] = columns;
  return {
    ...{ id, kind, value, createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt },
    remaining: remaining === null ? null : Number(remaining),
  } as SubjectRow;
}

function exemptionRow([, ...columns]: Tuple): ExemptionRow {
  const [target, id, version, state, effect, factors, startsAt, endsAt, scope, agreed] = columns;
  return {
    ...{ target, id, version: Number(version), state, effect, factors, startsAt, endsAt, scope, agreedAt: agreed },
  } as ExemptionRow;
}
