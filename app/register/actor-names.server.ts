import type { AuditRow } from "#app/audit/chain.ts";
import type { Db } from "#db/connect.ts";
import { findToken } from "#db/tokens.ts";
import { findUsers } from "#db/users.ts";

type Act = Pick<AuditRow, "actorKind" | "actorId">;

/** Returns what to call whoever did each of these things: a person, a person by a token, the clock or the console. */
export async function actorNames(db: Db, workspaceId: string, acts: readonly Act[]): Promise<(act: Act) => string> {
  const tokenIds = new Set(
    acts.flatMap(({ actorKind, actorId }) => (actorKind === "token" && actorId ? [actorId] : [])),
  );
  const tokens = new Map(
    await Promise.all([...tokenIds].map(async (id) => [id, await findToken(db, workspaceId, id)] as const)),
  );
  const people = acts.flatMap(({ actorKind, actorId }) => (actorKind === "user" && actorId ? [actorId] : []));
  const holders = [...tokens.values()].flatMap((token) => token?.userId ?? []);
  const users = await findUsers(db, workspaceId, [...people, ...holders]);
  const nameOf = (id: string) => users.get(id)?.displayName ?? id;
  return ({ actorKind, actorId }) => {
    if (actorKind === "console") return "The console";
    // A job is named in the log; to a reader it is the clock that did it.
    if (actorKind === "job") return "The clock";
    // Whoever came from an identity provider and is nobody here.
    if (actorId === null) return "Somebody unknown";
    const token = tokens.get(actorId);
    return token?.userId ? `${nameOf(token.userId)} (token ${token.name})` : nameOf(actorId);
  };
}
