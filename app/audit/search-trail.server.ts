import { setImmediate } from "node:timers/promises";
import { auditTrail, type TrailQuery } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { searchDirectory } from "#db/directory-words.ts";
import type { AuditRow } from "./chain.ts";
import { eventGroupLabels, groupOf } from "./event-groups.ts";
import { sentenceOf } from "./sentences.ts";

/** So many events are looked through for a page; a search for what is rare goes on from there. */
export const mostLooked = 20_000;
const atOnce = 1000;

export type TrailFound = {
  rows: AuditRow[];
  /** Where to go on; null where there is no more. */
  next: number | null;
  /** The row down to which it was looked, where that is not the end; null otherwise. */
  lookedDownTo: number | null;
};

type Word = { text: string; people: ReadonlySet<string> };

/**
 * Returns the newest events in which every word is found: in what was done, in the names of those who did it and whom it is
 * about, in the id of what it is about, or in what else the event says. There is no index of all that, so it looks through
 * the events that fit the other filters, newest first, and no further than at so many of them.
 */
export async function searchTrail(
  db: Db,
  workspaceId: string,
  { q, ...query }: TrailQuery & { q: string },
): Promise<TrailFound> {
  const words = await wordsOf(db, workspaceId, q);
  if (words.length === 0) return { ...(await auditTrail(db, workspaceId, query)), lookedDownTo: null };
  const found: AuditRow[] = [];
  let before = query.before ?? null;
  for (let looked = 0; looked < mostLooked; looked += atOnce) {
    const page = await auditTrail(db, workspaceId, { ...query, before, limit: atOnce });
    for (const row of page.rows) {
      if (!words.every((word) => isIn(row, word))) continue;
      found.push(row);
      if (found.length === query.limit) return { rows: found, next: row.seq, lookedDownTo: null };
    }
    if (page.next === null) return { rows: found, next: null, lookedDownTo: null };
    before = page.next;
    // SQLite answers at once: without a pause nobody else would get a turn.
    await setImmediate();
  }
  return { rows: found, next: before, lookedDownTo: before };
}

/** Returns what tells of an event whether every word of a search is found in it. */
export async function eventsWith(db: Db, workspaceId: string, q: string): Promise<(row: AuditRow) => boolean> {
  const words = await wordsOf(db, workspaceId, q);
  return (row) => words.every((word) => isIn(row, word));
}

async function wordsOf(db: Db, workspaceId: string, q: string): Promise<Word[]> {
  const words = [...new Set(q.toLowerCase().split(/\s+/).filter(Boolean))].slice(0, 8);
  return Promise.all(
    words.map(async (text) => {
      const { ids } = await searchDirectory(db, { workspaceId, kind: "user" }, text);
      return { text, people: new Set(ids) };
    }),
  );
}

function isIn({ type, actorKind, actorId, subjectKind, subjectId, data }: AuditRow, { text, people }: Word): boolean {
  const said = `${sentenceOf(type)} ${type} ${eventGroupLabels[groupOf(type)]} ${actorKind} ${subjectKind} ${subjectId} ${data}`;
  if (said.toLowerCase().includes(text)) return true;
  if (people.size === 0) return false;
  if (people.has(actorId ?? "") || people.has(subjectId)) return true;
  return [...data.matchAll(/\busr_\w+/g)].some(([id]) => people.has(id));
}
