import { createToken } from "#app/auth/token.server.ts";
import { type TokenScope, tokenScopes } from "#app/auth/token-scopes.ts";
import { addHours } from "#app/register/days.ts";
import { chooseWorkspace } from "./choose-workspace.ts";
import { userNamed } from "./user-named.ts";
import type { Console } from "./with-database.ts";
import { WrongUse } from "./wrong-use.ts";

type Wish = { workspace?: string; user?: string; service?: string; scope: string[]; name?: string; expiresIn?: string };

/**
 * Makes a token as the console does. Whoever has a shell here holds the database, so a factor counts as used now.
 * @throws WrongUse when an option is wrong, Refused when the scopes do not fit.
 */
export async function makeToken({ database: { db }, now }: Console, wish: Wish) {
  const { user, service, scope, name = service ?? "console" } = wish;
  if (user === undefined && service === undefined)
    throw new WrongUse("name whom the token is for with --user or --service");
  const { id: workspaceId } = await chooseWorkspace(db, wish.workspace);
  return createToken(db, {
    workspaceId,
    kind: user === undefined ? "service" : "personal",
    userId: user === undefined ? undefined : (await userNamed(db, workspaceId, user)).id,
    name,
    scopes: scope.map(scopeOf),
    expiresAt: wish.expiresIn === undefined ? null : addHours(now, hoursOf(wish.expiresIn)),
    factorUsedAt: now,
    actor: { kind: "console", id: null },
    createdBy: null,
    now,
  });
}

function scopeOf(text: string): TokenScope {
  const scope = tokenScopes.find((known) => known === text);
  if (!scope) throw new WrongUse(`--scope is one of ${tokenScopes.join(", ")}`);
  return scope;
}

function hoursOf(text: string): number {
  const [, count, unit] = /^(\d{1,5})(h|d)$/.exec(text) ?? [];
  if (count === undefined || Number(count) === 0) throw new WrongUse("--expires-in is hours or days, as 12h or 90d");
  return Number(count) * (unit === "d" ? 24 : 1);
}
