import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import { findException } from "#db/exceptions.ts";
import type { TestDatabase } from "./databases.ts";
import type { People } from "./people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;

/** Gives commands on records as one of the people, who has just used a factor. */
export function commandsOf({ db, workspace }: Pick<TestDatabase, "db" | "workspace">, people: People) {
  return async (id: string, who: keyof People, said: Said, now: string): Promise<Exception> => {
    const { version = 0 } = (await findException(db, workspace.id, id)) ?? {};
    const { userId, roles } = people[who];
    return apply(db, {
      workspaceId: workspace.id,
      id,
      input: { ...said, version } as CommandInput, // one of its members with the version it lacks
      actor: { userId, roles, aal: 2, factorUsedAt: now },
      auditActor: { kind: "user", id: userId },
      now,
    });
  };
}
