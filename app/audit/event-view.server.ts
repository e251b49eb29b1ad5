import { keptTextsBetween, withKeptTexts } from "#db/audit-personal.ts";
import { findEvent } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { hashedText, hashRow } from "./chain.ts";
import { eventNames } from "./event-names.server.ts";
import { shownEvent } from "./log-view.server.ts";
import { refsIn } from "./personal.ts";

/** Returns one event with what it takes to redo its hash; undefined where the log has no such row. */
export async function eventView(db: Db, workspaceId: string, seq: number) {
  const found = await findEvent(db, workspaceId, seq);
  if (!found) return undefined;
  const { row, next } = found;
  const [readable = row] = await withKeptTexts(db, workspaceId, [row]);
  const kept = new Map(
    (await keptTextsBetween(db, workspaceId, { first: seq, last: seq })).map((each) => [each.id, each]),
  );
  return {
    event: shownEvent(readable, await eventNames(db, workspaceId, [readable])),
    hashed: hashedText(row),
    isWhole: hashRow(row) === row.hash,
    /** Null for the newest row, which the workspace's audit head vouches for. */
    isFollowed: next === null ? null : next.prevHash === row.hash,
    texts: refsIn(JSON.parse(row.data)).map(({ $personal: id, sha256 }) => ({
      ...{ id, sha256 },
      salt: kept.get(id)?.salt ?? null,
      text: kept.get(id)?.text ?? null,
    })),
  };
}
