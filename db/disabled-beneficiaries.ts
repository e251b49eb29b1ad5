import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/**
 * Returns the ids of active records that name somebody or something that is disabled, and no group or role through which
 * they would cover others; whether all whom they name are disabled is for the caller to see.
 */
export async function listNamingDisabled(
  db: Db,
  workspaceId: string,
  { now, after, limit }: { now: Instant; after: string; limit: number },
): Promise<string[]> {
  // SQLite knows nothing of how many rows there are: the cross joins keep it from starting at all that is in force, and
  // looking for each record whether somebody whom it names is disabled.
  const rows = await db
    .with(
      (cte) => cte("disabled").materialized(),
      (eb) =>
        eb
          .selectFrom("users")
          .select((user) => user(user.val("user:"), "||", user.ref("users.id")).as("target"))
          .where("users.workspaceId", "=", workspaceId)
          .where("users.disabledAt", "is not", null)
          .unionAll(
            eb
              .selectFrom("directoryObjects")
              .select((object) =>
                object(object.val("service_principal:"), "||", object.ref("directoryObjects.id")).as("target"),
              )
              .where("directoryObjects.workspaceId", "=", workspaceId)
              .where("directoryObjects.kind", "=", "service_principal")
              .where("directoryObjects.disabledAt", "is not", null),
          ),
    )
    .selectFrom("disabled")
    .crossJoin("exceptionTargets as named")
    .crossJoin("exceptions")
    .select("exceptions.id")
    .distinct()
    .where("named.workspaceId", "=", workspaceId)
    .whereRef("named.target", "=", "disabled.target")
    .whereRef("exceptions.workspaceId", "=", "named.workspaceId")
    .whereRef("exceptions.id", "=", "named.exceptionId")
    .where("exceptions.state", "=", "active")
    .where("exceptions.endsAt", ">", now)
    .where("exceptions.id", ">", after)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("exceptionTargets as wider")
            .select("wider.target")
            .whereRef("wider.workspaceId", "=", "exceptions.workspaceId")
            .whereRef("wider.exceptionId", "=", "exceptions.id")
            .where((target) =>
              target.or([target("wider.target", "like", "group:%"), target("wider.target", "like", "role:%")]),
            ),
        ),
      ),
    )
    .orderBy("exceptions.id")
    .limit(limit)
    .execute();
  return rows.map(({ id }) => id);
}
