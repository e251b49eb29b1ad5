import { createHash } from "node:crypto";
import { Readable } from "node:stream";
import { createReadableStreamFromReadable } from "@remix-run/node";
import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { lookAt } from "#app/register/show.server.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { findUsers } from "#db/users.ts";
import { write } from "#db/write.ts";
import { type Cell, registerRow } from "./register-row.ts";
import { type ExportFormat, writeRows } from "./write-rows.server.ts";

type Export = {
  caller: Caller;
  query: ListQuery;
  format: ExportFormat;
  /** The filters or the ids that the query came from, for the audit log. */
  selection: string;
  now: Instant;
};

/** A page at a time, so that a large register neither fills the memory nor keeps everybody else waiting. */
const pageSize = 500;

const contentTypes = { csv: "text/csv; charset=utf-8", jsonl: "application/x-ndjson" } as const;

/**
 * Answers with exactly the records that a query finds, as this caller sees them, in the order of their filing: that never
 * changes, so no record is left out or comes twice while others go on working. What was given out is audited at the end.
 */
export function exportList(db: Db, request: Export): Response {
  const { format, now } = request;
  const body = createReadableStreamFromReadable(Readable.from(encoded(written(db, request))));
  return new Response(body, {
    headers: {
      "Content-Type": contentTypes[format],
      "Content-Disposition": `attachment; filename="register-${now.slice(0, 10)}.${format}"`,
      "Cache-Control": "no-store",
    },
  });
}

async function* encoded(texts: AsyncIterable<string>): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  for await (const text of texts) yield encoder.encode(text);
}

async function* written(db: Db, { caller, query, format, selection, now }: Export): AsyncGenerator<string> {
  const { id: workspaceId } = caller.workspace;
  const hash = createHash("sha256");
  let count = 0;
  try {
    let after: ListQuery["after"] = null;
    do {
      const asked = { ...query, sort: "filed", descending: false, limit: pageSize, after } as const;
      const { records, next } = await listExceptions(db, workspaceId, asked);
      const rows = await rowsOf(db, caller, records, now);
      const text = writeRows(rows, format, count === 0);
      hash.update(text);
      count += rows.length;
      after = next;
      yield text;
    } while (after);
  } finally {
    // Whoever breaks off has had what came until then.
    await write(db, { workspaceId, actor: caller.auditActor, now }, async (_tx, { audit }) => {
      const sha256 = hash.digest("hex");
      const asked = { kind: "register", format, query: selection, asOf: null, params: {} };
      const made = { rows: count, bytes: 0, sha256, requestedBy: caller.user.id };
      audit("export.made", { kind: "workspace", id: workspaceId }, { ...asked, ...made });
    });
  }
}

type Records = Awaited<ReturnType<typeof listExceptions>>["records"];

async function rowsOf(db: Db, caller: Caller, records: Records, now: Instant): Promise<Record<string, Cell>[]> {
  const sights = await lookAt(db, caller, records, now);
  const people = sights.flatMap(({ record, circumstances }) => [
    record.requestorId,
    record.ownerId,
    record.implementerId,
    ...record.scope.users,
    ...circumstances.approvals.map(({ approverId }) => approverId),
  ]);
  const ids = people.filter((id) => id !== null);
  const users = await findUsers(db, caller.workspace.id, ids);
  const nameOf = (id: string) => users.get(id)?.userName ?? id;
  return sights.map(({ record, circumstances, showsReason }) => {
    const current = circumstances.approvals.filter(({ contentHash }) => contentHash === record.contentHash);
    const row = registerRow(record, { nameOf, approvers: current.map(({ approverId }) => approverId), now });
    return showsReason ? row : { ...row, justification: null };
  });
}
