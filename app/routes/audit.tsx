import type { LoaderFunctionArgs, MetaFunction } from "@remix-run/node";
import { Form, Link, useLoaderData } from "@remix-run/react";
import { z } from "zod";
import { eventSchemas } from "#app/audit/events.ts";
import { sentenceOf } from "#app/audit/sentences.ts";
import { requireAnyRole, requireCaller } from "#app/auth/caller.server.ts";
import { AppShell } from "#app/components/app-shell.tsx";
import { PageHeader } from "#app/components/page-header.tsx";
import { exact } from "#app/components/relative-time.ts";
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
  const actors = rows.flatMap(({ actorId }) => actorId ?? []);
  const users = await findUsers(db, workspaceId, actors);
  return {
    shell: await shellOf(db, caller),
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
      data: JSON.stringify(JSON.parse(row.data), null, 2),
      hash: row.hash,
    })),
  };
}

export default function AuditLog() {
  const { shell, query, rows, next, types } = useLoaderData<typeof loader>();
  const older = new URLSearchParams({ type: query.type, subject: query.subject, before: String(next) });
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
        <select id="type" name="type" defaultValue={query.type} className="w-auto!">
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
        <button className="btn" type="submit">
          Show
        </button>
      </Form>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard */}
      <section className="table-box" tabIndex={0} aria-label="Audit log, table">
        <table>
          <caption className="sr">Events, {rows.length} on this page</caption>
          <thead>
            <tr>
              <th scope="col">No.</th>
              <th scope="col">When</th>
              <th scope="col">Who and what</th>
              <th scope="col">About</th>
              <th scope="col">Hash</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.seq}>
                <td>{row.seq}</td>
                <td className="nowrap">
                  <time dateTime={row.at}>{exact(row.at)}</time>
                </td>
                <td>
                  <details>
                    <summary>
                      <b>{row.who}</b> {sentenceOf(row.type)} <span className="hint">{row.type}</span>
                    </summary>
                    <pre className="well">
                      <code>{row.data}</code>
                    </pre>
                  </details>
                </td>
                <td className="nowrap">
                  {row.subjectKind === "exception" ? (
                    <Link to={`/exceptions/${row.subjectId}`}>{row.subjectId}</Link>
                  ) : (
                    row.subjectKind
                  )}
                </td>
                <td>
                  <code title={row.hash}>{row.hash.slice(0, 12)}</code>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <nav className="pager" aria-label="Pages">
        {query.before && (
          <Link className="btn small" to="/audit">
            Newest
          </Link>
        )}
        {next && (
          <Link className="btn small" rel="next" to={`/audit?${older}`}>
            Older
          </Link>
        )}
      </nav>
    </AppShell>
  );
}
