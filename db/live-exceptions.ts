import type { Exception } from "#app/register/exception.ts";
import type { Db } from "./connect.ts";
import { exceptionOf } from "./exceptions.ts";

/** A record with the keys by which it is about whoever was asked for, as "group:finance". */
export type ExceptionFor = { record: Exception; targets: string[] };

/** Returns the records in force that name one of these targets, the one that ends first leading. */
export async function liveExceptionsFor(
  db: Db,
  workspaceId: string,
  targets: readonly string[],
  now: string,
): Promise<ExceptionFor[]> {
  if (targets.length === 0) return [];
  const rows = await db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .selectAll("exceptions")
    .select("named.target")
    .where("named.workspaceId", "=", workspaceId)
    .where("named.target", "in", [...targets])
    .where("exceptions.state", "=", "active")
    .where("exceptions.startsAt", "<=", now)
    .where("exceptions.endsAt", ">", now)
    .orderBy("exceptions.endsAt")
    .orderBy("exceptions.id")
    .limit(200)
    .execute();
  const found = new Map<string, ExceptionFor>();
  for (const { target, ...row } of rows) {
    const known = found.get(row.id);
    if (known) known.targets.push(target);
    else found.set(row.id, { record: exceptionOf(row), targets: [target] });
  }
  return [...found.values()];
}

/** Returns the ids of the records that name this target and may still let somebody in. */
export async function exceptionsNaming(db: Db, workspaceId: string, target: string, now: string): Promise<string[]> {
  const rows = await db
    .selectFrom("exceptionTargets as named")
    .innerJoin("exceptions", (join) =>
      join.onRef("exceptions.workspaceId", "=", "named.workspaceId").onRef("exceptions.id", "=", "named.exceptionId"),
    )
    .select("exceptions.id")
    .where("named.workspaceId", "=", workspaceId)
    .where("named.target", "=", target)
    .where("exceptions.state", "in", ["approved", "active", "suspended"])
    .where("exceptions.endsAt", ">", now)
    .orderBy("exceptions.id")
    .execute();
  return rows.map(({ id }) => id);
}
