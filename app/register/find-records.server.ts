import type { Caller } from "#app/auth/caller.server.ts";
import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { everything } from "./list-query.ts";
import { searchWords } from "./search-words.ts";
import { concerningOf } from "./show.server.ts";
import { type Status, statusOf } from "./status.ts";

export type FoundRecord = { id: string; title: string; state: ExceptionState; status: Status };

const most = 8;

/** Returns the few newest records that a caller sees whose id, title, scope or reason has words that begin so. */
export async function findRecords(db: Db, caller: Caller, text: string, now: Instant): Promise<FoundRecord[]> {
  const search = text.slice(0, 200);
  if (searchWords(search).length === 0) return [];
  const concerning = concerningOf(caller);
  const query = { ...everything, search, concerning, sort: "filed", descending: true, limit: most } as const;
  const { records } = await listExceptions(db, caller.workspace.id, query);
  return records.map((record) => ({
    id: record.id,
    title: record.title || "Untitled draft",
    state: record.state,
    status: statusOf(record, now),
  }));
}
