import type { AuditRow } from "#app/audit/chain.ts";
import { actorNames } from "#app/register/actor-names.server.ts";
import { scopeLines } from "#app/register/describe.ts";
import type { Exception } from "#app/register/exception.ts";
import { namesFor } from "#app/register/names.server.ts";
import { rulesOnce } from "#app/register/rules-for.server.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { AboutException, Happening } from "./happening.ts";
import { outsideFacts } from "./outside-facts.ts";
import { subjectUrl } from "./subject-url.ts";

type Setting = { workspace: Workspace; publicUrl: string; namesPeople: boolean };

/** Returns events as they are told outside, with the exceptions that they are about as these stand now. */
export async function happeningsOf(
  db: Db,
  rows: readonly AuditRow[],
  { workspace, publicUrl, namesPeople }: Setting,
): Promise<Happening[]> {
  const nameOf = namesPeople ? await actorNames(db, workspace.id, rows) : () => null;
  const abouts = await aboutExceptions(db, rows, { workspaceId: workspace.id, namesPeople });
  return rows.map((row) => {
    const { seq, at, type, actorKind, actorId, subjectKind, subjectId, data } = row;
    const subject = { kind: subjectKind, id: subjectId };
    return {
      ...{ seq, at, type, subject },
      workspace: { slug: workspace.slug, name: workspace.name },
      actor: { kind: actorKind, id: actorId, name: nameOf(row) },
      url: subjectUrl(publicUrl, subject),
      facts: outsideFacts(JSON.parse(data)),
      exception: (subjectKind === "exception" && abouts.get(subjectId)) || null,
    };
  });
}

async function aboutExceptions(
  db: Db,
  rows: readonly AuditRow[],
  { workspaceId, namesPeople }: { workspaceId: string; namesPeople: boolean },
): Promise<Map<string, AboutException>> {
  const ids = new Set(rows.flatMap(({ subjectKind, subjectId }) => (subjectKind === "exception" ? [subjectId] : [])));
  const records: Exception[] = [];
  for (const id of ids) {
    const record = await findException(db, workspaceId, id);
    if (record) records.push(record);
  }
  const names = Object.fromEntries(await namesFor(db, workspaceId, records));
  const rulesOf = rulesOnce(db);
  const abouts = new Map<string, AboutException>();
  for (const record of records) {
    const { id, title, category, state, rating, startsAt, endsAt } = record;
    const { reasonIsPrivate } = await rulesOf(record);
    const scope = scopeText(record, { names, namesPeople });
    const about = { id, title: reasonIsPrivate ? null : title, category, state, rating, startsAt, endsAt, scope };
    abouts.set(id, about);
  }
  return abouts;
}

function scopeText(
  { scope }: Exception,
  { names, namesPeople }: { names: Readonly<Record<string, string>>; namesPeople: boolean },
): string {
  const lines = scopeLines(scope, names).map(({ label, values }) => {
    const isCounted = label === "People" && !namesPeople;
    return `${label}: ${isCounted ? values.length : values.join(", ")}`;
  });
  return lines.join("; ");
}
