import { type RawBuilder, sql } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import { type Db, statement } from "./connect.ts";
import {
  agreedAt,
  byTargetOf,
  type ExemptionRow,
  exemptionOf,
  type LiveExemption,
  liveCondition,
} from "./live-exemptions.ts";
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

/** A part of the answer: its name, and its columns as texts. A hit is a target, and an exception that has it. */
type Tuple = readonly [part: "token" | "subject" | "hit" | "exemption", ...columns: (string | null)[]];

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
 * Its plan is made once, for registers of any size. What is looked up is an array, of which PostgreSQL expects ten entries and
 * finds all of them in one pass along an index; a list that is unpacked by a join it takes for a hundred, and looks up each
 * by itself or reads a whole table.
 */
export function prepareFactsTogether(db: Db, { peopleOf, servicePrincipalsOf }: PreparedSubjects) {
  const workspaceId = arg("workspaceId");
  const users = (column: string, list: string) =>
    sql`select ${userColumns} from users
      where workspace_id = ${workspaceId} and ${sql.ref(column)} = any(${arg(list, "text[]")})`;
  const ofPeople = sql`workspace_id = ${workspaceId} and user_id = any(array(select id from people))`;
  const query = sql`with people as materialized (
      ${users("user_name", "userNames")} union all ${users("id", "userIds")}
    ), belongings as materialized (
      select user_id, kind, object_id as value, added_at as since from memberships where ${ofPeople}
      union all select user_id, 'role', role, granted_at from role_grants where ${ofPeople}
    ), hits as materialized (
      select target, exception_id, exception_row from exception_targets where workspace_id = ${workspaceId} and target = any(array(
        select 'user:' || id from people
        union all select kind || ':' || value from belongings
        union all select unnest(${arg("targets", "text[]")})))
    )
    ${tuple("token", [
      ...refs("t.id", "t.workspace_id", "t.token_hash", "t.scopes", "t.expires_at", "t.revoked_at", "t.last_used_at"),
      ...[...refs("u.disabled_at", "u.access_ends_at"), text(policyVersion)],
    ])} ${tokensAndPeople} where t.token_hash = any(${arg("hashes", "text[]")})
    union all ${tuple("subject", [
      ...[sql.ref("id"), sql`'user'`, ...refs("user_name", "created_at", "disabled_at", "locked_until")],
      ...refs("first_sign_in_at", "factors_reset_at", "break_glass_since"),
    ])} from people
    union all ${tuple("subject", refs("user_id", "kind", "value", "since"))} from belongings
    union all ${tuple("subject", [
      ...[...refs("user_id", "kind", "id"), sql`''`],
      ...[sql`null`, sql`null`, sql`null`, sql`null`, sql`null`, text(sql.ref("remaining"))],
    ])} from factors where ${ofPeople} and revoked_at is null
    union all ${tuple("hit", refs("target", "exception_id"))} from hits
    union all ${tuple("exemption", [
      ...[sql.ref("e.id"), text(sql.ref("e.version"))],
      ...[...refs("e.state", "e.effect", "e.factors", "e.starts_at", "e.ends_at", "e.scope"), agreedAt],
    ])} from exceptions e
      where e.workspace_id = ${workspaceId} and e.row_key = any(array(select exception_row from hits)) and ${liveCondition}`;
  const together = { ...statement(db, "facts_together", query), isOfTuples: true };

  return async (run: Run, { workspaceId, hashes, names, targets, now }: Asked): Promise<FactsTogether> => {
    const { userNames, userIds } = names;
    const [tuples, servicePrincipals] = await Promise.all([
      run<Tuple>(together, { workspaceId, hashes, userNames, userIds, targets, now }),
      servicePrincipalsOf(run, workspaceId, names.servicePrincipalIds),
    ]);
    const { token = [], subject = [], hit = [], exemption = [] } = Object.groupBy(tuples, ([part]) => part);
    const exemptions = new Map(exemption.map(exemptionRow).map((row) => [row.id, exemptionOf(row)]));
    return {
      tokens: tokensByHash(token.map(tokenRow)),
      subjects: { ...peopleOf(subject.map(subjectRow)), servicePrincipals },
      byTarget: byTargetOf(hit.map(hitRow), exemptions),
    };
  };
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

function subjectRow([, id, kind, value, ...columns]: Tuple): SubjectRow {
  const [createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt, breakGlassSince, remaining] = columns;
  return {
    ...{ id, kind, value, createdAt, disabledAt, lockedUntil, firstSignInAt, factorsResetAt, breakGlassSince },
    remaining: remaining === null ? null : Number(remaining),
  } as SubjectRow;
}

function hitRow([, target, id]: Tuple): { target: string; id: string } {
  return { target, id } as { target: string; id: string };
}

function exemptionRow([, id, version, ...columns]: Tuple): ExemptionRow {
  const [state, effect, factors, startsAt, endsAt, scope, agreed] = columns;
  return {
    ...{ id, version: Number(version), state, effect, factors, startsAt, endsAt, scope, agreedAt: agreed },
  } as ExemptionRow;
}
