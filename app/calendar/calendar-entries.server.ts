import type { Instant } from "#app/engine/types.ts";
import { openQuestions } from "#app/oath/oath-audit.ts";
import { lapsesAt } from "#app/register/chase.ts";
import { circumstancesOf } from "#app/register/circumstances.server.ts";
import { addDays } from "#app/register/days.ts";
import { decisionOf } from "#app/register/deciding.ts";
import type { Exception } from "#app/register/exception.ts";
import { movesFor } from "#app/register/lifecycle.ts";
import { readersAmong } from "#app/register/readers.server.ts";
import { isAdmin, type RegisterRole } from "#app/register/roles.ts";
import { rulesOnce } from "#app/register/rules-for.server.ts";
import { naturalWatchers } from "#app/register/tell-watchers.server.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { listCampaignsOf, listExceptionsAround } from "#db/calendar.ts";
import type { Db } from "#db/connect.ts";
import { findOpenOathAudit } from "#db/oath-audits.ts";
import type { User } from "#db/users.ts";
import { listWaiting } from "#db/waiting.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { CalendarEntry } from "./calendar-entry.ts";
import { emergencyEntries } from "./emergency-entries.server.ts";

export type Reader = { workspace: Workspace; user: User; roles: readonly RegisterRole[]; now: Instant };

/** So long an entry stays after its time, for who looks back at the week. */
const daysKept = 30;

/** As many waiting requests are looked at; more than this nobody decides in a day. */
const mostWaiting = 100;

/** Returns what is due to a person. Whatever was called off, or is theirs no longer, is not among it, and so leaves their calendar. */
export async function calendarEntries(db: Db, reader: Reader): Promise<CalendarEntry[]> {
  const records = await recordsAround(db, reader);
  const isHidden = await hiddenTitles(db, records);
  return [
    ...records.flatMap((record) => entriesOf(record, reader, isHidden(record))),
    ...(await campaignEntries(db, reader)),
    ...(await decisionEntries(db, reader)),
    ...(await auditEntries(db, reader)),
    ...(await emergencyEntries(db, reader, records)),
  ];
}

/** Somebody who watches may have lost sight of a record since. */
async function recordsAround(db: Db, { workspace, user, now }: Reader): Promise<Exception[]> {
  const endsAfter = addDays(now, -daysKept);
  const found = await listExceptionsAround(db, workspace.id, { userId: user.id, endsAfter });
  const seen: Exception[] = [];
  for (const record of found)
    if (naturalWatchers(record).includes(user.id) || (await readersAmong(db, record, [user], now)).length > 0)
      seen.push(record);
  return seen;
}

/**
 * Calendars are read by those who keep them for others, and shown on many screens: of a record whose reason is for approvers
 * only they get the number, since its title may tell as much.
 */
async function hiddenTitles(db: Db, records: readonly Exception[]): Promise<(record: Exception) => boolean> {
  const rules = rulesOnce(db);
  const hidden = new Set<string>();
  for (const record of records) if ((await rules(record)).reasonIsPrivate) hidden.add(record.id);
  return ({ id }) => hidden.has(id);
}

function entriesOf(record: Exception, { workspace, user }: Reader, isHidden: boolean): CalendarEntry[] {
  const { id, version, updatedAt, endsAt, nextReviewAt, state, milestones, ownerId } = record;
  const title = isHidden ? id : `${id}, ${record.title}`;
  const base = { sequence: version, changedAt: updatedAt };
  const uid = (kind: string) => `${kind}.${id}@${workspace.id}`;
  const path = `/exceptions/${id}`;
  const end: CalendarEntry = {
    ...base,
    uid: uid("end"),
    title: `Ends: ${title}`,
    text: "It ends by itself. If it is needed for longer, ask for a later end before.",
    path,
    startsAt: endsAt,
    endsAt: null,
  };
  if (ownerId !== user.id) return [end];
  const review: CalendarEntry[] =
    nextReviewAt === null || state === "approved" || nextReviewAt >= endsAt
      ? []
      : [
          {
            ...base,
            uid: uid("review"),
            title: `Review due: ${title}`,
            text: "Decide whether it is still needed. Its page says what happens if nobody does.",
            path: `${path}/reviews`,
            startsAt: nextReviewAt,
            endsAt: null,
          },
        ];
  const steps = milestones.flatMap(({ title: step, dueAt, doneAt }, index): CalendarEntry[] =>
    doneAt !== null
      ? []
      : [
          {
            ...base,
            uid: uid(`milestone-${index + 1}`),
            title: `Exit plan: ${isHidden ? id : `${id}, ${step}`}`,
            text: "A step of the exit plan is due. Report on it on the page of the exception.",
            path,
            day: wallClockOf(dueAt, workspace.timeZone).slice(0, 10),
          },
        ],
  );
  return [end, ...review, ...steps];
}

async function campaignEntries(db: Db, { workspace, user }: Reader): Promise<CalendarEntry[]> {
  const campaigns = await listCampaignsOf(db, workspace.id, user.id);
  return campaigns.map(({ id, name, deadline, createdAt, open }) => ({
    uid: `campaign.${id}@${workspace.id}`,
    sequence: 0,
    changedAt: createdAt,
    title: `Reviews until now: ${name}`,
    text: `Open for you: ${open}. What nobody reviews is listed as unanswered.`,
    path: `/reviews/campaigns/${id}`,
    startsAt: deadline,
    endsAt: null,
  }));
}

/** What the person could decide about, at the instant at which it lapses or ends undecided. */
async function decisionEntries(db: Db, { workspace, user, roles, now }: Reader): Promise<CalendarEntry[]> {
  const records = await listWaiting(db, workspace.id, { now, after: null, limit: mostWaiting });
  const actor = { userId: user.id, roles, aal: 2, factorUsedAt: now } as const;
  const circumstances = await circumstancesOf(db, workspace.id, records, { actor, now });
  const isHidden = await hiddenTitles(db, records);
  return records.flatMap((record): CalendarEntry[] => {
    const around = circumstances.get(record.id);
    const startsAt = lapsesAt(record, workspace);
    if (!around || startsAt === null) return [];
    if (decisionOf({ record, moves: movesFor(record, actor, around) }).command === null) return [];
    return [
      {
        uid: `decision.${record.id}@${workspace.id}`,
        sequence: record.version,
        changedAt: record.updatedAt,
        title: `Decide by now: ${isHidden(record) ? record.id : `${record.id}, ${record.title}`}`,
        text: "It waits for approvers, and you are one of those who can decide. After this it lapses, or ends by itself.",
        path: `/exceptions/${record.id}/approvals`,
        startsAt,
        endsAt: null,
      },
    ];
  });
}

async function auditEntries(db: Db, { workspace, roles }: Reader): Promise<CalendarEntry[]> {
  const audit = isAdmin(roles) ? await findOpenOathAudit(db, workspace.id) : undefined;
  if (!audit) return [];
  const open = openQuestions(audit).length;
  return [
    {
      uid: `oath-audit.${audit.id}@${workspace.id}`,
      sequence: audit.answers.length,
      changedAt:
        audit.answers
          .map(({ answeredAt }) => answeredAt)
          .toSorted()
          .at(-1) ?? audit.openedAt,
      title: `Audit of tokens due: ${audit.quarter}`,
      text: `Questions without an answer: ${open}.`,
      path: `/settings/oath/audits/${audit.id}`,
      startsAt: audit.dueAt,
      endsAt: null,
    },
  ];
}
