import { countEvents, readEvents } from "#db/export-events.ts";
import { readEventQuery } from "./event-query.ts";
import type { Source } from "./source.ts";

const pageSize = 500;

const columns = [
  "workspace_id",
  "seq",
  "at",
  "type",
  "actor_kind",
  "actor_id",
  "subject_kind",
  "subject_id",
  "data",
  "prev_hash",
  "hash",
] as const;

/**
 * The audit log. `data` stays the text that was hashed, byte for byte, so whoever has the whole file can redo the chain:
 * SHA-256 over the JSON array of prev_hash and every other field but hash, in this order.
 */
export const auditSource: Source = {
  columns: () => columns,
  readable: {
    title: "Audit log",
    columns: ["seq", "at", "type", "actor_kind", "actor_id", "subject_kind", "subject_id"],
  },
  count: ({ db, workspaceId, query }) => countEvents(db, workspaceId, readEventQuery(query)),
  async *read({ db, workspaceId, query }, from) {
    const filter = readEventQuery(query);
    let after = Number(from ?? 0);
    for (;;) {
      const events = await readEvents(db, workspaceId, { ...filter, after, limit: pageSize });
      const last = events.at(-1);
      if (last === undefined) return;
      after = last.seq;
      const rows = events.map((event) => [
        ...[event.workspaceId, event.seq, event.at, event.type, event.actorKind, event.actorId],
        ...[event.subjectKind, event.subjectId, event.data, event.prevHash, event.hash],
      ]);
      yield { rows, after: String(after) };
    }
  },
};
