import type { IncomingMessage } from "node:http";
import { searchCallerOf } from "#app/auth/search-caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Search } from "#app/signins/search.server.ts";
import { parseSearchRequest, type SearchEntity } from "#app/signins/search-request.ts";
import type { Db } from "#db/connect.ts";
import { notAdmitted, type Reply, refusal } from "./access-reply.ts";
import { askedOf } from "./access-request.ts";

const mostBytes = 64 * 1024;

type Searching = { db: Db; search: Search; entity: SearchEntity; now: Instant };

/** Answers `POST /access/v1/search/…` (AuthZEN 1.0). Nothing is decided here, so nothing is recorded. */
export async function replyToSearch(request: IncomingMessage, { db, search, entity, now }: Searching): Promise<Reply> {
  const asked = await askedOf(request, mostBytes);
  if ("status" in asked) return asked;
  const caller = await searchCallerOf(db, asked.token, now);
  if (caller.kind === "no_role") return refusal(403, "the person of this token has no role in the register");
  if (caller.kind !== "admitted") return notAdmitted(caller.kind, "search");
  const parsed = parseSearchRequest(entity, asked.body);
  if (!parsed.ok) return refusal(400, asked.text === "" ? "the body is empty" : parsed.message);
  const found = await search(caller.workspaceId, parsed.request, now);
  return { status: 200, body: JSON.stringify(found), headers: [] };
}
