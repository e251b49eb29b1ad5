import type { Caller } from "#app/auth/caller.server.ts";
import type { Db } from "#db/connect.ts";
import type { AuditRow } from "./chain.ts";
import { eventNames } from "./event-names.server.ts";
import { type EventNames, eventWords } from "./event-words.ts";
import { searchTrail } from "./search-trail.server.ts";
import { type TrailParams, typesAsked } from "./trail-params.ts";

const rowsInPage = 50;

/** Returns a page of the log in words, newest first. */
export async function logView(db: Db, { workspace }: Pick<Caller, "workspace">, params: TrailParams) {
  const { q, subject, actor, from, to, before } = params;
  const { rows, next, lookedDownTo } = await searchTrail(db, workspace.id, {
    ...{ q, types: typesAsked(params), subjectId: subject, actorId: actor, from, to, before },
    limit: rowsInPage,
  });
  const names = await eventNames(db, workspace.id, rows);
  return { rows: rows.map((row) => shownEvent(row, names)), next, lookedDownTo };
}

/** An event as a page shows it. */
export function shownEvent(row: AuditRow, names: EventNames) {
  const { seq, at, type, actorKind, actorId, prevHash, hash } = row;
  return { seq, at, type, who: whoDid({ actorKind, actorId }, names), prevHash, hash, words: eventWords(row, names) };
}

const kinds: Record<string, string> = { console: "The console", job: "The job", token: "The token", user: "Somebody" };

function whoDid({ actorKind, actorId }: Pick<AuditRow, "actorKind" | "actorId">, names: EventNames): string {
  const kind = kinds[actorKind] ?? actorKind;
  if (actorId === null) return kind;
  return names[actorId] ?? (actorKind === "job" ? `${kind} ${actorId}` : actorId);
}
