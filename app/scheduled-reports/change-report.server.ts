import type { AuditActor } from "#app/audit/events.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { findReport, insertReport, updateReport } from "#db/reports.ts";
import { findUserByName, rolesOf } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { readersOf } from "./may-still-read.server.ts";
import type { Report, ReportKind } from "./report.ts";
import type { ReportWish } from "./report-form.ts";

/** Who changes reports. */
export type ReportChanging = { db: Db; workspaceId: string; by: Actor; actor: AuditActor; now: Instant };

const subjectOf = ({ id }: Pick<Report, "id">) => ({ kind: "report", id });

function factsOf(report: Report) {
  const { name, kind, weekday, monthDay, time, userIds, addresses, dueFrom } = report;
  const isOn = dueFrom !== null;
  return { name, kind, weekday, monthDay, time, isOn, userIds: [...userIds], addresses: [...addresses] };
}

/**
 * Adds a report and returns its id. What has been due before it was turned on is not owed.
 * @throws Refused 400 readers who are none, 403 not an admin, or addresses outside without a fresh factor.
 */
export async function addReport(
  { db, workspaceId, by, actor, now }: ReportChanging,
  { isOn, ...wish }: ReportWish & { kind: ReportKind },
): Promise<string> {
  const report: Report = {
    ...{ ...wish, workspaceId, id: newId("rep"), dueFrom: isOn ? now : null },
    ...{ createdBy: by.userId, createdAt: now, updatedAt: now, removedAt: null },
  };
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseOthers(tx, workspaceId, by);
    await refuseReaders(tx, report, { before: null, by, now });
    await insertReport(tx, report);
    audit("report.created", subjectOf(report), factsOf(report), null);
  });
  return report.id;
}

/**
 * Changes whom a report goes to, or when. With another schedule it is due by that one from now on.
 * @throws Refused 400, 403 as for adding one, 404 no such report.
 */
export async function changeReport(changing: ReportChanging, id: string, { isOn, ...wish }: ReportWish): Promise<void> {
  const { by, now } = changing;
  await onReport(changing, id, async (tx, { audit }, before) => {
    const isOther = scheduleOf(before) !== scheduleOf(wish);
    const dueFrom = isOther || before.dueFrom === null ? now : before.dueFrom;
    const after = { ...before, ...wish, dueFrom: isOn ? dueFrom : null, updatedAt: now };
    await refuseReaders(tx, after, { before, by, now });
    await updateReport(tx, after);
    audit("report.changed", subjectOf(after), { before: factsOf(before), after: factsOf(after) }, null);
  });
}

/**
 * Turns a report on or off; turned on, it owes nothing of what was due meanwhile.
 * @throws Refused 400 nobody to send it to, 403, 404.
 */
export async function turnReport(changing: ReportChanging, id: string, isOn: boolean): Promise<void> {
  const { by, now } = changing;
  await onReport(changing, id, async (tx, { audit }, before) => {
    const after = { ...before, dueFrom: isOn ? (before.dueFrom ?? now) : null, updatedAt: now };
    await refuseReaders(tx, after, { before, by, now });
    await updateReport(tx, after);
    audit("report.changed", subjectOf(after), { before: factsOf(before), after: factsOf(after) }, null);
  });
}

/**
 * Takes a report away; what it sent stays.
 * @throws Refused 403, 404.
 */
export async function removeReport(changing: ReportChanging, id: string): Promise<void> {
  const { now } = changing;
  await onReport(changing, id, async (tx, { audit }, before) => {
    await updateReport(tx, { ...before, dueFrom: null, addresses: [], updatedAt: now, removedAt: now });
    audit("report.removed", subjectOf(before), { name: before.name, kind: before.kind }, null);
  });
}

async function onReport(
  { db, workspaceId, by, actor, now }: ReportChanging,
  id: string,
  change: (tx: Db, journal: Journal, report: Report) => Promise<void>,
): Promise<void> {
  await write(db, { workspaceId, actor, now }, async (tx, journal) => {
    await refuseOthers(tx, workspaceId, by);
    await change(tx, journal, await requireReport(tx, workspaceId, id));
  });
}

/** @throws Refused 404 no such report, or one that was removed. */
export async function requireReport(db: Db, workspaceId: string, id: string): Promise<Report> {
  const report = await findReport(db, workspaceId, id);
  if (!report || report.removedAt !== null)
    throw new Refused(404, "not_found", "There is no such report, or it was removed.");
  return report;
}

/** Read inside the change, so that one who was demoted a moment ago is refused. */
export async function refuseOthers(tx: Db, workspaceId: string, { userId }: Actor): Promise<void> {
  if (!isAdmin(await rolesOf(tx, workspaceId, userId)))
    throw new Refused(403, "not_admin", "Reports are managed by admins.");
}

type Readers = { before: Report | null; by: Actor; now: Instant };

/** People have to be readers of the register when they are added; an address that is new leads figures outside. */
async function refuseReaders(tx: Db, report: Report, { before, by, now }: Readers): Promise<void> {
  const { workspaceId, userIds, addresses, dueFrom } = report;
  if (dueFrom !== null && userIds.length + addresses.length === 0)
    throw new Refused(400, "report_without_readers", "Choose whom it is sent to before it is turned on.", {
      field: "userIds",
    });
  const newIds = userIds.filter((id) => !before?.userIds.includes(id));
  const { leftOut } = await readersOf(tx, { workspaceId, userIds: newIds }, now);
  if (leftOut.length > 0)
    throw new Refused(400, "report_reader_without_role", "Reports go to people who have a role in the register.", {
      field: "userIds",
    });
  const newAddresses = addresses.filter((address) => !before?.addresses.includes(address));
  for (const address of newAddresses)
    if (await findUserByName(tx, workspaceId, address))
      throw new Refused(
        400,
        "report_address_of_person",
        `${address} is a person of this workspace: choose them above.`,
        {
          field: "addresses",
        },
      );
  if (newAddresses.length > 0 && !hasFreshFactor(by, now)) throw stepUpRequired();
}

function scheduleOf({ weekday, monthDay, time }: Pick<Report, "weekday" | "monthDay" | "time">): string {
  return [weekday, monthDay, time].join();
}
