import type { Instant } from "#app/engine/types.ts";
import { seesAll } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { findLiveToken, noteTokenUse } from "#db/tokens.ts";
import { rolesOf } from "#db/users.ts";
import { hashToken } from "./random-token.server.ts";

export type SearchCaller =
  | { kind: "admitted"; workspaceId: string }
  | { kind: "unauthenticated" | "insufficient_scope" | "no_role" };

/**
 * Judges who asks for a search. Its answers name everybody and what lets them in, so it takes a scope of its own, and of a
 * person also a role: whoever sees only their own records must not read the others' through it.
 */
export async function searchCallerOf(db: Db, token: string, now: Instant): Promise<SearchCaller> {
  const found = await findLiveToken(db, hashToken(token), now);
  if (!found) return { kind: "unauthenticated" };
  if (!found.scopes.includes("search")) return { kind: "insufficient_scope" };
  const { workspaceId, userId } = found;
  if (userId !== null && !seesAll(await rolesOf(db, workspaceId, userId))) return { kind: "no_role" };
  await noteTokenUse(db, found, now);
  return { kind: "admitted", workspaceId };
}
