import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { countOpenExports, insertExport, keptExportDays } from "#db/exports.ts";
import { newId } from "#db/ids.ts";
import { write } from "#db/write.ts";
import { type ExportFormat, type ExportKind, exportKindFacts, formatLabels } from "./export-kinds.ts";
import { refuseQuery } from "./refuse-query.ts";

export type WantedExport = {
  workspaceId: string;
  kind: ExportKind;
  format: ExportFormat;
  /** The filters of the screen, as they stand in its address; empty for everything. */
  query: string;
  asOf: Instant | null;
  /** What else the kind needs, as the period of an evidence pack. */
  params?: Record<string, string>;
  by: Pick<Caller, "user" | "roles" | "auditActor">;
  now: Instant;
};

/** Of one person; what is asked for beyond waits at them and not at the server. */
const mostOpenExports = 5;

/**
 * Asks for a file, which is made as soon as none before it is; returns the export's id.
 * @throws Refused 403 not for these roles, 400 what this kind does not know, 429 too many that are not done.
 */
export async function requestExport(db: Db, wanted: WantedExport): Promise<string> {
  refuse(wanted);
  const { workspaceId, kind, format, query, asOf, params = {}, by, now } = wanted;
  const id = newId("exp");
  const selection = { kind, format, query, asOf, params };
  await write(db, { workspaceId, actor: by.auditActor, now }, async (tx, { audit }) => {
    await refuseTooMany(tx, workspaceId, by.user.id);
    await insertExport(tx, {
      ...{ workspaceId, id, ...selection, requestedBy: by.user.id, actor: by.auditActor, createdAt: now },
      fileName: `${kind.replaceAll("_", "-")}-${(asOf ?? now).slice(0, 10)}.${format}`,
      expiresAt: addDays(now, await keptExportDays(tx, workspaceId)),
    });
    audit("export.requested", { kind: "export", id }, selection);
  });
  return id;
}

/**
 * Is asked within a write, which holds the workspace's audit head: of many requests at once none counts past another.
 * @throws Refused 429 when too many of a person's exports are not done.
 */
export async function refuseTooMany(tx: Db, workspaceId: string, userId: string): Promise<void> {
  if ((await countOpenExports(tx, workspaceId, userId)) < mostOpenExports) return;
  const detail = `${mostOpenExports} of your exports are not done yet. Wait for one of them, or cancel it.`;
  throw new Refused(429, "too_many_exports", detail);
}

function refuse({ kind, format, query, asOf, params = {}, by, now }: WantedExport): void {
  const { isFor, formats, knowsPast, hasPeriod, label } = exportKindFacts[kind];
  if (!isFor(by.roles)) throw new Refused(403, "not_for_you", `${label}: this is for people who may see its page.`);
  if (!formats.includes(format))
    throw new Refused(400, "unknown_format", `${label} is not made as ${formatLabels[format]}.`, { field: "format" });
  if (asOf !== null && !knowsPast)
    throw new Refused(400, "no_past", `${label} is exported as it is and not as of a date.`, { field: "as_of" });
  if (asOf !== null && !isInstant(asOf))
    throw new Refused(400, "invalid_as_of", "Give a date and a time.", { field: "as_of" });
  if (asOf !== null && asOf > now)
    throw new Refused(400, "as_of_future", "Nobody knows the register of the future.", { field: "as_of" });
  if (hasPeriod) refusePeriod(params, now);
  refuseQuery(kind, query);
}

/** A period is two instants, the end of it no later than now. */
function refusePeriod({ from = "", to = "" }: Record<string, string>, now: Instant): void {
  if (isInstant(from) && isInstant(to) && from < to && to <= now) return;
  throw new Refused(400, "invalid_period", "Give a period that begins before it ends, and has ended.", {
    field: "from",
  });
}

function isInstant(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text;
}
