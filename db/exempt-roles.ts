import type { Effect, Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** A role whose members are let in with less, and the exception that says so. */
export type ExemptRole = {
  role: string;
  exceptionId: string;
  title: string;
  effect: Effect;
  endsAt: Instant;
};

/** Returns the roles that live exceptions name, by role and then by what ends first. */
export async function exemptRoles(db: Db, workspaceId: string, now: Instant): Promise<ExemptRole[]> {
  const rows = await db
    .selectFrom("exceptionTargets")
    .innerJoin("exceptions", (join) =>
      join
        .onRef("exceptions.workspaceId", "=", "exceptionTargets.workspaceId")
        .onRef("exceptions.id", "=", "exceptionTargets.exceptionId"),
    )
    .select(["target", "exceptions.id", "title", "effect", "endsAt"])
    .where("exceptionTargets.workspaceId", "=", workspaceId)
    .where("target", "like", "role:%")
    .where("state", "=", "active")
    .where("startsAt", "<=", now)
    .where("endsAt", ">", now)
    .orderBy("target")
    .orderBy("endsAt")
    .limit(200)
    .execute();
  return rows.map(({ target, id, title, effect, endsAt }) => ({
    role: target.slice("role:".length),
    exceptionId: id,
    title,
    effect: effect as Effect, // cast: written only from the union
    endsAt,
  }));
}
