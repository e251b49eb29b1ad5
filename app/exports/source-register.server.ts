import type { Instant } from "#app/engine/types.ts";
import { readColumns } from "#app/register/columns.ts";
import type { Exception } from "#app/register/exception.ts";
import { fits } from "#app/register/fits.ts";
import { readListParams } from "#app/register/list-params.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { listQueryOf } from "#app/register/list-query-of.ts";
import { listRequest, withIds } from "#app/register/list-request.server.ts";
import { idsSeenBy } from "#app/register/past-list.server.ts";
import { reasonSight } from "#app/register/reason-sight.server.ts";
import { barredAmong } from "#db/barred-among.ts";
import { countExceptions } from "#db/exception-list.ts";
import { totalUsage } from "#db/exception-usage.ts";
import { approversOf, readRecords } from "#db/export-records.ts";
import { countAsOf, registerAsOf } from "#db/register-as-of.ts";
import type { Cell } from "./cell.ts";
import { namesOnce } from "./names-once.server.ts";
import { readableHeadings, registerHeadings, registerRowsUnder } from "./register-row.ts";
import { readSelection } from "./selection.ts";
import type { Reading, RowPage, Source } from "./source.server.ts";
import { viewerOf } from "./viewer-of.server.ts";

/** Records, and the place after the last of them. */
type RecordPage = { records: Exception[]; after: string };

/** Enough that the questions around a page weigh little, and few enough that it is forgotten before the memory is tidied up. */
const pageSize = 250;
const atTheEnd = "end";
/** The console is nobody in particular, and nothing waits for it. */
const everybody = { userId: "", concerning: null, awaited: {} };

/** The register: every field, or those of the columns that were chosen, of the records that the filters find, or of those that there were at an instant. */
export const registerSource: Source = {
  columns: ({ query }) => registerHeadings(readColumns(query)),
  readable: { title: "Register", columns: ({ query }) => readableHeadings(readColumns(query)) },
  async count(reading) {
    const { db, workspaceId, asOf } = reading;
    if (asOf !== null) return countAsOf(db, workspaceId, asOf);
    return countExceptions(db, workspaceId, await queryOf(reading), Number.MAX_SAFE_INTEGER);
  },
  async *read(reading, after) {
    const rowsOf = await rowsFor(reading);
    const pages = reading.asOf === null ? readPresent(reading, after) : readPast(reading, reading.asOf, after);
    for await (const page of pages) yield { rows: await rowsOf(page.records), after: page.after } satisfies RowPage;
  },
};

async function* readPresent(reading: Reading, from: string | null): AsyncGenerator<RecordPage> {
  if (from === atTheEnd) return;
  const query = await queryOf(reading);
  let after: ListQuery["after"] = from === null ? null : JSON.parse(from);
  do {
    const page = await readRecords(reading.db, reading.workspaceId, { query, after, limit: pageSize });
    after = page.next;
    yield { records: page.records, after: after === null ? atTheEnd : JSON.stringify(after) };
  } while (after !== null);
}

/** The records that fit as they stood then, of those that the viewer may see today. */
async function* readPast(reading: Reading, at: Instant, from: string | null): AsyncGenerator<RecordPage> {
  const { db, workspaceId } = reading;
  const query = { ...(await queryOf(reading)), concerning: null };
  const viewer = await viewerOf(reading);
  const ids = viewer && (await idsSeenBy(db, viewer));
  if (ids?.length === 0) return;
  const some = ids === null ? {} : { ids };
  let after = from ?? "";
  for (;;) {
    const page = await registerAsOf(db, workspaceId, { at, after, limit: pageSize, ...some });
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    const records = page.flatMap(({ record }) => record ?? []);
    yield { records: records.filter((record) => fits(record, query)), after };
  }
}

/** What the list was asked for, as its viewer may see it; records that were chosen one by one go before the filters. */
async function queryOf(reading: Reading): Promise<ListQuery> {
  const { db, workspaceId, query, asOf } = reading;
  const now = asOf ?? reading.now;
  const ids = readSelection(query);
  const params = readListParams(new URLSearchParams(ids === null ? query : ""));
  if (!params.success) throw new Error("The filters of this export are not understood.");
  const viewer = await viewerOf(reading);
  const asked =
    viewer === null
      ? listQueryOf(await withIds(db, workspaceId, params.data), now, everybody)
      : await listRequest(db, viewer, params.data, now);
  return ids === null ? asked : { ...asked, ids };
}

/** Returns what writes the rows of a page: with names, with who approved what a record says, and without private reasons. */
async function rowsFor(reading: Reading) {
  const { db, workspaceId, asOf } = reading;
  const now = asOf ?? reading.now;
  const viewer = await viewerOf(reading);
  const showsReason = viewer && (await reasonSight(db, workspaceId, viewer.actor, reading.now));
  const { nameOf, learn } = namesOnce(db, workspaceId);
  const rowOf = registerRowsUnder(registerHeadings(readColumns(reading.query)));
  return async (records: readonly Exception[]) => {
    const approvers = await approversFor(reading, records);
    await learn(peopleIn(records, approvers));
    const owners = records.map(({ ownerId }) => ownerId);
    const barred = asOf ? null : await barredAmong(db, workspaceId, owners);
    const ids = records.map(({ id }) => id);
    const usage = asOf ? null : await totalUsage(db, workspaceId, ids);
    const rows: Cell[][] = [];
    for (const [index, record] of records.entries())
      rows.push(
        rowOf(record, {
          nameOf,
          isBarred: (userId) => barred?.has(userId) ?? null,
          approvers: approvers[index] ?? [],
          usage: usage && (usage.get(record.id) ?? { uses: 0, lastAt: null }),
          showsReason: showsReason === null || (await showsReason(record)),
          now,
        }),
      );
    return rows;
  };
}

/** Returns who had approved what each of these records says. */
async function approversFor({ db, workspaceId, asOf, now }: Reading, records: readonly Exception[]) {
  const given = await approversOf(
    db,
    workspaceId,
    records.map(({ id }) => id),
  );
  return records.map(({ id, contentHash }) =>
    (given.get(id) ?? [])
      .filter((approval) => approval.contentHash === contentHash && approval.at <= (asOf ?? now))
      .map(({ approverId }) => approverId),
  );
}

function peopleIn(records: readonly Exception[], approvers: readonly (readonly string[])[]): Set<string | null> {
  const people = new Set<string | null>();
  for (const { requestorId, beneficiaryId, ownerId, implementerId, scope } of records) {
    people.add(requestorId).add(beneficiaryId).add(ownerId).add(implementerId);
    for (const id of scope.users) people.add(id);
  }
  for (const ids of approvers) for (const id of ids) people.add(id);
  return people;
}
