import type { LoaderFunctionArgs, MetaFunction, SerializeFrom } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { eventSchemas } from "#app/audit/events.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { Button } from "#app/components/button.tsx";
import { EmptyState } from "#app/components/empty-state.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { Pager } from "#app/components/pager.tsx";
import { clockOf, dateOf } from "#app/components/relative-time.ts";
import { TableBox } from "#app/components/table-box.tsx";
import { shellOf } from "#app/http/shell.server.ts";
import { auditTrail } from "#db/audit-trail.ts";
import { findUsers } from "#db/users.ts";

const Query = z.object({
  type: z.string().default(""),
  subject: z.string().default(""),
  before: z.coerce.number().int().positive().nullable().catch(null).default(null),
});

export const meta: MetaFunction = () => [{ title: "Audit log · MFA Register" }];

export async function loader({ request, context }: LoaderFunctionArgs) {
  const caller = await requireCaller({ request, context });
  requireAnyRole(caller);
  const { db } = context;
  const workspaceId = caller.workspace.id;
  const query = Query.parse(Object.fromEntries(new URL(request.url).searchParams));
  const { rows, next } = await auditTrail(db, workspaceId, {
    type: query.type,
    subjectId: query.subject,
    actorId: "",
    before: query.before,
    limit: 50,
  });
  const people = rows.flatMap((row) => [row.actorId ?? [], row.subjectKind === "user" ? row.subjectId : []].flat());
  const users = await findUsers(db, workspaceId, people);
  return {
    shell: await shellOf(db, caller, context.now),
    query,
    next,
    types: Object.keys(eventSchemas),
    rows: rows.map((row) => ({
      seq: row.seq,
      at: row.at,
      type: row.type,
      who: row.actorId ? (users.get(row.actorId)?.displayName ?? row.actorId) : row.actorKind,
      subjectKind: row.subjectKind,
      subjectId: row.subjectId,
      about: users.get(row.subjectId)?.displayName ?? row.subjectKind.replaceAll("_", " "),
      data: JSON.stringify(JSON.parse(row.data), null, 2),
      hash: row.hash,
    })),
  };
}

export default function AuditLog() {
  const { shell, query, rows, next, types } = useLoaderData<typeof loader>();
  const pageAt = (before: Record<string, string>) =>
    `/audit?${new URLSearchParams({ type: query.type, subject: query.subject, ...before })}`;
  return (
    <AppShell shell={shell}>
      <PageHeader
        title="Audit log"
        lede={
          <>
            Every change, newest first, each chained to the one before. <code>mfa-register verify</code> walks the
            chain.
          </>
        }
      />
      <Form method="get" className="filters" role="search">
        <label className="small" htmlFor="type">
          Event
        </label>
        <select id="type" name="type" defaultValue={query.type} className="w-auto! max-w-full">
          <option value="">Any</option>
          {types.map((type) => (
            <option key={type}>{type}</option>
          ))}
        </select>
        <label className="small" htmlFor="subject">
          About
        </label>
        <div className="search">
          <input id="subject" type="text" name="subject" defaultValue={query.subject} placeholder="EXC-2026-0042" />
        </div>
        <Button>Show</Button>
      </Form>
      {rows.length > 0 ? <Events rows={rows} /> : <EmptyState title="Nothing here">No event fits.</EmptyState>}
      <Pager
        first={query.before ? pageAt({}) : null}
        firstLabel="Newest"
        next={next ? pageAt({ before: String(next) }) : null}
        nextLabel="Older"
      />
    </AppShell>
  );
}

type Event = SerializeFrom<typeof loader>["rows"][number];

function Events({ rows }: { rows: readonly Event[] }) {
  return (
    <TableBox label="Audit log">
      <table>
        <caption className="sr">Events, {rows.length} on this page</caption>
        <thead>
          <tr>
            <th scope="col" className="off-phone">
              No.
            </th>
            <th scope="col">When</th>
            <th scope="col">Who and what</th>
            <th scope="col">About</th>
            <th scope="col" className="off-phone">
              Hash
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td className="off-phone">{row.seq}</td>
              <td>
                <time dateTime={row.at}>
                  <span className="nowrap">{dateOf(row.at)},</span> <span className="nowrap">{clockOf(row.at)}</span>
                </time>
              </td>
              <td>
                <details>
                  <summary>
                    <b>{row.who}</b> {sentenceOf(row.type)} <span className="hint off-phone">{row.type}</span>
                  </summary>
                  <pre className="well">
                    <code>{row.data}</code>
                  </pre>
                </details>
              </td>
              <td className="nowrap">
                <About row={row} />
              </td>
              <td className="off-phone">
                <code title={row.hash}>{row.hash.slice(0, 12)}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableBox>
  );
}

/** What an event is about, linked to its page where it has one. */
function About({ row: { subjectKind, subjectId, about, at } }: { row: Event }) {
  if (subjectKind === "exception") return <Link to={`/exceptions/${subjectId}`}>{subjectId}</Link>;
  if (subjectKind === "replay") return <Link to={`/replays/${subjectId}`}>replay</Link>;
  // A seal covers what was decided before it.
  if (subjectKind === "decision_stream") return <Link to={`/decisions?to=${at}`}>{about}</Link>;
  return about;
}
