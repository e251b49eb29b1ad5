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
