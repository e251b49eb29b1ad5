import { type AuditRow, sha256 } from "#app/audit/chain.ts";
import type { Instant } from "#app/engine/types.ts";
import { readChain } from "#db/audit-events.ts";
import type { Db } from "#db/connect.ts";
import { moveCursor } from "#db/webhook-endpoints.ts";
import { insertWebhookMessages } from "#db/webhook-messages.ts";
import type { Workspace } from "#db/workspaces.ts";
import { inTransaction } from "#db/write.ts";
import { bodyOf } from "./body-of.ts";
import type { Endpoint } from "./endpoint.ts";
import { happeningsOf } from "./happenings.server.ts";
import type { WebhookMessage } from "./message.ts";
import { hearsOf } from "./subscription.ts";

type Setting = { workspace: Workspace; publicUrl: string; now: Instant };

/** How many events are looked at for a receiver in one transaction. */
const eventsAtOnce = 200;

/**
 * Makes the messages of a receiver out of what the audit log has said since the last time. They and the mark of how far
 * it has come commit together, so none is lost and none made twice, whoever does it. Returns how many were made.
 */
export async function queueMessages(db: Db, endpoint: Endpoint, setting: Setting): Promise<number> {
  let made = 0;
  for (let after = endpoint.lastSeq; ; ) {
    const rows = await readChain(db, endpoint.workspaceId, { after, limit: eventsAtOnce });
    const last = rows.at(-1)?.seq;
    if (last === undefined) return made;
    const messages = await messagesOf(db, { ...endpoint, lastSeq: after }, { rows, ...setting });
    const isMine = await inTransaction(db, async (tx) => {
      if (!(await moveCursor(tx, { ...endpoint, lastSeq: after }, last))) return false;
      await insertWebhookMessages(tx, messages);
      return true;
    });
    if (!isMine) return made;
    made += messages.length;
    after = last;
    if (rows.length < eventsAtOnce) return made;
  }
}

async function messagesOf(
  db: Db,
  endpoint: Endpoint,
  { rows, workspace, publicUrl, now }: Setting & { rows: readonly AuditRow[] },
): Promise<WebhookMessage[]> {
  const { workspaceId, id: endpointId, format, namesPeople } = endpoint;
  const heard = rows.filter((row) => hearsOf(endpoint, { ...row, data: JSON.parse(row.data) }));
  if (heard.length === 0) return [];
  const happenings = await happeningsOf(db, heard, { workspace, publicUrl, namesPeople });
  return happenings.map((happening) => ({
    ...{ workspaceId, endpointId, seq: happening.seq, type: happening.type, createdAt: now },
    id: messageId(endpoint, happening.seq),
    body: bodyOf(format, happening),
    ...{ attempts: 0, roundFrom: 0, nextAttemptAt: now, deliveredAt: null, givenUpAt: null },
  }));
}

/** The same for the same event and receiver, whoever makes it: receivers tell repeats by it. */
function messageId({ workspaceId, id }: Pick<Endpoint, "workspaceId" | "id">, seq: number): string {
  return `msg_${sha256(`${workspaceId} ${id} ${seq}`).slice(0, 32)}`;
}
