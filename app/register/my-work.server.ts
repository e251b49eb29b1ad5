import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { listCategories } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import { countEach } from "#db/exception-counts.ts";
import { listExceptions } from "#db/exception-list.ts";
import { ListParams } from "./list-params.ts";
import { listQueryOf } from "./list-query-of.ts";
import { readerWith } from "./list-request.server.ts";
import { type ListRow, listRowOf } from "./list-row.ts";
import { namesFor } from "./names.server.ts";
import { openStates } from "./open-states.ts";
import { type Due, dueLabels, duesOfPeople } from "./views.ts";
import { waitingFor } from "./waiting.server.ts";
import { workOf } from "./work.server.ts";

/** A few of the records of one kind, how many there are, and where all of them are listed. */
export type WorkList = { title: string; rows: ListRow[]; count: number; to: string };

/** So many of each kind are shown; the rest is a link away. */
const shownOfEach = 5;

const soonest = { ends_within: "30", sort: "expires", order: "asc" } as const;

const mine = {
  filed: { title: "What I filed", requestor: "me", state: openStates.join(",") },
  owned: { title: "What I own", owner: "me", state: openStates.join(",") },
  ending: { title: "What I own, ending within 30 days", owner: "me", ...soonest },
  filedEnding: { title: "What I filed, ending within 30 days", requestor: "me", ...soonest },
} as const;

/** Returns what waits for a caller, and what is theirs. */
export async function myWorkOf(db: Db, caller: Caller, now: Instant) {
  const workspaceId = caller.workspace.id;
  const waiting = await waitingFor(db, caller, now);
  const work = await workOf(db, caller, now, waiting);
  const reader = readerWith(caller, work);
  const asked = Object.values(mine).map(({ title, ...filters }) => {
    const query = listQueryOf(ListParams.parse({ ...filters, limit: shownOfEach }), now, reader);
    return { title, query, to: `/exceptions?${new URLSearchParams(filters)}` };
  });
  const queries = asked.map(({ query }) => query);
  const counts = (await countEach(db, workspaceId, queries)) ?? [];
  const found = await Promise.all(queries.map((query) => listExceptions(db, workspaceId, query)));
  const due = duesOfPeople.map((kind) => work[kind].map(({ record }) => record));
  const names = await namesFor(db, workspaceId, [...found.flatMap(({ records }) => records), ...due.flat()]);
  const rowsOf = (records: (typeof due)[number]) =>
    records.slice(0, shownOfEach).map((record) => listRowOf(record, { names, lastUsedAt: null, now }));
  const waits = duesOfPeople.map(
    (kind, index): WorkList => ({
      title: dueLabels[kind],
      rows: rowsOf(due[index] ?? []),
      count: due[index]?.length ?? 0,
      to: addressOfDue(kind),
    }),
  );
  const own = asked.map(
    ({ title, to }, index): WorkList => ({
      title,
      rows: rowsOf(found[index]?.records ?? []),
      count: counts[index]?.count ?? 0,
      to,
    }),
  );
  const categories = (await listCategories(db, workspaceId)).map(({ id, label }) => ({ value: id, label }));
  return { waiting, page: { waits: waits.filter(({ count }) => count > 0), own: own.filter(isShown), categories } };
}

/** That nothing ends soon needs no card of its own. */
function isShown({ title, count }: WorkList): boolean {
  return count > 0 || title === mine.filed.title || title === mine.owned.title;
}

function addressOfDue(due: Due): string {
  return due === "decide" ? "/approvals" : `/exceptions?awaits=${due}`;
}
