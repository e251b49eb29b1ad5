import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import type { EventType } from "#app/audit/events.ts";
import type { Caller } from "#app/auth/caller.server.ts";
import { differenceInWords } from "#app/components/field-words.ts";
import { historyOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { findRevisions, listRevisions, type Revision, revisionsBetween } from "#db/revisions.ts";
import { actorNames } from "./actor-names.server.ts";
import type { Exception } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { namesFor } from "./names.server.ts";
import { beside, pageSize } from "./record-thread.server.ts";

type Seen = Pick<Sight, "record" | "showsReason">;

const Said = z.object({ comment: z.string().default(""), version: z.number().optional().catch(undefined) });

/**
 * Returns a page of what happened to a record, the newest first: what was saved together stands together, with every
 * field that it changed.
 */
export async function recordHistory(
  db: Db,
  caller: Pick<Caller, "user">,
  { record, showsReason }: Seen,
  before: number | null,
) {
  const { workspaceId, id: exceptionId } = record;
  const rows = await historyOf(
    db,
    workspaceId,
    { kind: "exception", id: exceptionId },
    { before, limit: pageSize + 1 },
  );
  const page = rows.length > pageSize ? rows.slice(1) : rows;
  const [from, to] = [page[0]?.at ?? record.createdAt, page.at(-1)?.at ?? record.createdAt];
  const revisions = await revisionsBetween(db, workspaceId, { exceptionId, from, to });
  const names = await namesOfRevisions(db, workspaceId, revisions);
  const nameOf = await actorNames(db, workspaceId, page);
  const saves = savesOf(page).map((events) => {
    const [first = page[0]] = events;
    return {
      seq: first?.seq ?? 0,
      at: first?.at ?? record.createdAt,
      types: events.map(({ type }) => type),
      who: first ? nameOf(first) : "",
      said: showsReason || first?.actorId === caller.user.id ? saidIn(events) : "",
      changes: changesOf(events, revisions).flatMap(([old, current]) =>
        differenceInWords(shown(old, showsReason), shown(current, showsReason), names),
      ),
    };
  });
  return { saves: saves.reverse(), older: rows.length > pageSize ? (page[0]?.seq ?? null) : null };
}

export type RecordHistoryData = Awaited<ReturnType<typeof recordHistory>>;

/** Returns the revisions that one can choose from, and the difference between the two that were chosen. */
export async function revisionsCompared(
  db: Db,
  { record, showsReason }: Seen,
  { from, to }: { from: number | null; to: number | null },
) {
  const { workspaceId, id: exceptionId } = record;
  const kept = await listRevisions(db, workspaceId, exceptionId);
  const chosen = { from: from ?? kept[1]?.version ?? null, to: to ?? kept[0]?.version ?? null };
  const isAsked = from !== null && to !== null;
  const found = isAsked ? await findRevisions(db, workspaceId, { exceptionId, versions: [from, to] }) : new Map();
  const [old, current] = [found.get(from), found.get(to)];
  const names = await namesOfRevisions(db, workspaceId, [...found.values()]);
  return {
    kept,
    chosen,
    changes: old && current ? differenceInWords(shown(old, showsReason), shown(current, showsReason), names) : null,
  };
}

export type RevisionsCompared = Awaited<ReturnType<typeof revisionsCompared>>;

/** Events of one save have their instant and their actor in common, and nothing stands between them. */
function savesOf(rows: readonly AuditRow[]): AuditRow[][] {
  const saves: AuditRow[][] = [];
  for (const row of rows) {
    const last = saves.at(-1);
    const isSame = last?.[0]?.at === row.at && last[0].actorId === row.actorId;
    if (last && isSame) last.push(row);
    else saves.push([row]);
  }
  return saves;
}

function saidIn(events: readonly AuditRow[]): string {
  return events
    .map(({ data }) => Said.parse(JSON.parse(data)).comment)
    .filter(Boolean)
    .join("\n");
}

/** What changes nothing in the record itself, though it may happen at the instant of something that does. */
const besideRecord: readonly string[] = [
  ...beside,
  "exception.commented",
  "exception.control_checked",
] satisfies EventType[];

/** Pairs each revision that a save made with the one before it; an event that has a version says which it made. */
function changesOf(events: readonly AuditRow[], revisions: readonly Revision[]): [Revision, Revision][] {
  const saving = events.filter(({ type }) => !besideRecord.includes(type));
  const versions = saving.flatMap(({ data }) => Said.parse(JSON.parse(data)).version ?? []);
  return revisions.flatMap((current, index): [Revision, Revision][] => {
    const before = revisions[index - 1];
    const isMade = versions.length > 0 ? versions.includes(current.version) : current.at === saving[0]?.at;
    return isMade && before?.version === current.version - 1 ? [[before, current]] : [];
  });
}

function shown({ content }: Revision, showsReason: boolean): Partial<Exception> {
  if (showsReason) return content;
  const { justification: _reason, ...rest } = content;
  return rest;
}

/** Returns the names of the people and objects that revisions are about. */
async function namesOfRevisions(db: Db, workspaceId: string, revisions: readonly Revision[]) {
  const records = revisions.map(({ content }) => content as Exception); // cast: the names read what a record always had
  const ids = JSON.stringify(revisions).match(/usr_[0-9a-z]+/g) ?? [];
  return Object.fromEntries(await namesFor(db, workspaceId, records, ids));
}
