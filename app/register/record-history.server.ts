import { z } from "zod";
import { historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";

const Comment = z.object({ comment: z.string().default(""), changed: z.array(z.string()).default([]) });
const Edited = z.object({ before: z.record(z.string(), z.unknown()), after: z.record(z.string(), z.unknown()) });

/** Returns everything that happened to a record, oldest first. */
export async function recordHistory(db: Db, { record, showsReason }: Sight) {
  const events = await historyOf(db, record.workspaceId, { kind: "exception", id: record.id });
  const actors = events.flatMap(({ actorId }) => actorId ?? []);
  const names = await namesFor(db, record.workspaceId, [], actors);
  return events.map((event) => {
    const { comment, changed } = Comment.parse(JSON.parse(event.data));
    const hidesReason = !showsReason && changed.includes("justification");
    return {
      seq: event.seq,
      at: event.at,
      type: event.type,
      who: event.actorId ? (names.get(event.actorId) ?? event.actorId) : event.actorKind,
      comment,
      changes: event.type === "exception.edited" && !hidesReason ? changesOf(event.data) : [],
    };
  });
}

function changesOf(data: string) {
  const { before, after } = Edited.parse(JSON.parse(data));
  return Object.keys(after).map((field) => ({ field, before: textOf(before[field]), after: textOf(after[field]) }));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export type RecordHistoryData = Awaited<ReturnType<typeof recordHistory>>;
