import { sql } from "kysely";
import type { Instant, Scope } from "#app/engine/types.ts";
import { agreedAt, isOfMembers } from "#app/register/targets.ts";
import { type Db, entriesOf } from "./connect.ts";

/** A live record that lets those whom it covers in without MFA. */
export type Exemptor = {
  exceptionId: string;
  /** Whoever was in its group or role by then is covered; null where nobody is by that. */
  coversSince: Instant | null;
};

type Row = { target: string; id: string; scope: string; approvedAt: string | null; activatedAt: string | null };

/** What lowers what is asked; added factors do not. */
const exempting = ["waive_mfa", "defer_enrollment", "allow_legacy_protocol"];

/** Returns the live records that exempt these targets, as "user:usr_1" or "group:finance", by target. */
export async function exemptedBy(
  db: Db,
  workspaceId: string,
  targets: readonly string[],
  now: Instant,
): Promise<Map<string, Exemptor[]>> {
  // Those who are named are few; SQLite would rather begin with whatever is live.
  const { rows } = await sql<Row>`select named.target, record.id, record.scope, record.approved_at, record.activated_at
    from exception_targets named cross join exceptions record
    where named.workspace_id = ${workspaceId} and named.target in ${entriesOf(db, sql`${JSON.stringify(targets)}`)}
      and record.workspace_id = ${workspaceId} and record.id = named.exception_id and record.state = 'active'
      and record.starts_at <= ${now} and record.ends_at > ${now} and record.effect in (${sql.join(exempting)})`.execute(
    db,
  );
  const exemptors = new Map<string, Exemptor[]>();
  for (const { target, id: exceptionId, scope, ...dates } of rows) {
    // The engine passes over a group or role that nothing narrows.
    const coversSince = isOfMembers(target) && !isNarrowed(JSON.parse(scope) as Scope) ? null : agreedAt(dates); // cast: written from a checked scope
    const known = exemptors.get(target);
    if (known) known.push({ exceptionId, coversSince });
    else exemptors.set(target, [{ exceptionId, coversSince }]);
  }
  return exemptors;
}

function isNarrowed({ applications, networks, windows }: Scope): boolean {
  return applications.length > 0 || networks.length > 0 || windows.length > 0;
}
