import type { Instant } from "#app/engine/types.ts";
import type { Template } from "#app/mail/templates.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import { watchersOf } from "#db/watchers.ts";
import type { Journal } from "#db/write.ts";
import type { Exception } from "./exception.ts";
import { mailFacts } from "./mail-facts.server.ts";
import { readersAmong } from "./readers.server.ts";

type Telling = {
  template: Template;
  record: Exception;
  data: Record<string, string>;
  /** Who did it, and who is told already. */
  except: ReadonlySet<string>;
  now: Instant;
};

/** Returns who watches a record without having asked to: whose it is. */
export function naturalWatchers({ requestorId, ownerId, beneficiaryId }: Exception): string[] {
  return [...new Set([requestorId, ownerId, beneficiaryId].filter((id) => id !== null))];
}

/** Tells everybody who watches a record, as far as they may still see it. */
export async function tellWatchers(
  tx: Db,
  { notify }: Journal,
  { template, record, data, except, now }: Telling,
): Promise<void> {
  const { workspaceId, id } = record;
  const ids = [...naturalWatchers(record), ...(await watchersOf(tx, workspaceId, id))];
  const people = await findUsers(
    tx,
    workspaceId,
    ids.filter((watcher) => !except.has(watcher)),
  );
  const readers = await readersAmong(tx, record, [...people.values()], now);
  const facts = readers.length > 0 ? await mailFacts(tx, record) : {};
  for (const reader of readers)
    notify({ template, toUserId: reader.id, toAddress: reader.userName, data: { ...facts, ...data } });
}
