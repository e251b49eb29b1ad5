import type { Caller } from "#app/auth/caller.server.ts";
import { findUser } from "#db/users.ts";
import type { TestDatabase } from "./databases.ts";
import type { Person } from "./people.ts";

/** Somebody of the test's workspace as a signed-in person who has just used a factor. */
export async function callerFor(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  { userId, roles }: Person,
  now: string,
): Promise<Caller> {
  const user = await findUser(db, workspace.id, userId);
  if (!user) throw new Error(`${userId} is not in the workspace, expected a person of the test`);
  return {
    workspace,
    user,
    roles: [...roles],
    actor: { userId, roles, aal: 2, factorUsedAt: now },
    auditActor: { kind: "user", id: userId },
    session: null,
    token: null,
  };
}
