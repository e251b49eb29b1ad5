import { eventsWith } from "#app/audit/search-trail.server.ts";
import { TrailParams, typesAsked } from "#app/audit/trail-params.ts";
import { countLog, type LogFilter, readLog } from "#db/export-log.ts";
import type { Source } from "./source.server.ts";

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
    columns: () => ["seq", "at", "type", "actor_kind", "actor_id", "subject_kind", "subject_id"],
  },
  // How many of them a word is in shows once they are read.
  count: ({ db, workspaceId, query }) => countLog(db, workspaceId, filterOf(paramsOf(query))),
  async *read({ db, workspaceId, query }, from) {
    const params = paramsOf(query);
    const filter = filterOf(params);
    const isFound = await eventsWith(db, workspaceId, params.q);
    let after = Number(from ?? 0);
    for (;;) {
      const events = await readLog(db, workspaceId, { ...filter, after, limit: pageSize });
      const last = events.at(-1);
      if (last === undefined) return;
      after = last.seq;
      const rows = events
        .filter(isFound)
        .map((event) => [
          ...[event.workspaceId, event.seq, event.at, event.type, event.actorKind, event.actorId],
          ...[event.subjectKind, event.subjectId, event.data, event.prevHash, event.hash],
        ]);
      yield { rows, after: String(after) };
    }
  },
};

/** What the page of the log is asked, as its address has it. */
function paramsOf(query: string): TrailParams {
  return TrailParams.parse(Object.fromEntries(new URLSearchParams(query)));
}

function filterOf(params: TrailParams): LogFilter {
  const { subject, actor, from, to } = params;
  return { types: typesAsked(params), subjectId: subject, actorId: actor, from, to };
}
