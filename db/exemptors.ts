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

/** What lowers what is asked; added factors do not. */
const exempting = ["waive_mfa", "defer_enrollment", "allow_legacy_protocol"];

/** Returns the live records that exempt these targets, as "user:usr_1" or "group:finance", by target. */
export async function exemptedBy(
  db: Db,
  workspaceId: string,
  targets: readonly string[],
  now: Instant,
): Promise<Map<string, Exemptor[]>> {
  const rows = await db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .select(["named.target", "exceptions.id", "exceptions.scope", "exceptions.approvedAt", "exceptions.activatedAt"])
    .where("named.workspaceId", "=", workspaceId)
    .where("named.target", "in", sql<string>`${entriesOf(db, sql`${JSON.stringify(targets)}`)}`)
    .where("exceptions.state", "=", "active")
    .where("exceptions.startsAt", "<=", now)
    .where("exceptions.endsAt", ">", now)
    .where("exceptions.effect", "in", exempting)
    .execute();
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
