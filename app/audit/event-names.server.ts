import type { Db } from "#db/connect.ts";
import { namesOf } from "#db/directory.ts";
import { namesOfTokens } from "#db/tokens.ts";
import { findUsers } from "#db/users.ts";
import type { AuditRow } from "./chain.ts";
import type { EventNames } from "./event-words.ts";

/** Returns what the people, tokens and objects of the directory are called that these events speak of. */
export async function eventNames(db: Db, workspaceId: string, rows: readonly AuditRow[]): Promise<EventNames> {
  const ids = [...new Set(rows.flatMap(idsIn))];
  const tokens = await namesOfTokens(db, workspaceId, idsOf(ids, "tok_"));
  const holders = tokens.flatMap(({ userId }) => userId ?? []);
  const people = await findUsers(db, workspaceId, [...idsOf(ids, "usr_"), ...holders]);
  const names: Record<string, string> = {};
  for (const [id, { displayName }] of people) names[id] = displayName;
  for (const { id, name, userId } of tokens)
    names[id] = userId === null ? `the service “${name}”` : `${names[userId] ?? userId}, by the token “${name}”`;
  for (const [key, name] of await namesOf(db, workspaceId, [...new Set(rows.flatMap(objectsIn))])) {
    names[key] = name;
    names[key.slice(key.indexOf(":") + 1)] ??= name;
  }
  return names;
}

function idsOf(ids: readonly string[], kind: string): string[] {
  return ids.filter((id) => id.startsWith(kind));
}

function idsIn({ actorId, subjectId, data }: AuditRow): string[] {
  return [actorId ?? "", subjectId, data].flatMap((text) => text.match(/\b(?:usr|tok)_\w+/g) ?? []);
}

function objectsIn({ subjectId, data }: AuditRow): string[] {
  const [, objectId = subjectId] = /"objectId":"([^"]+)"/.exec(data) ?? [];
  return [subjectId, objectId];
}
