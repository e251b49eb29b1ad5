import { isShutOut } from "#app/auth/access-end.ts";
import { addDays } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { markDutyTold, toldSteps } from "#db/duty-notices.ts";
import { type EndingAccess, findUsers, listEndingAccess, type User, usersWithRole } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { asJob, type Job } from "./job.ts";

const duty = "access";
const daysBefore = 7;
const step = String(daysBefore);

/** Tells whoever gave somebody access for a time that it is about to end; the end itself needs no job. */
export const remindAccessEnds: Job = {
  name: "remind-access-ends",
  cron: "45 * * * *",
  summary: `Tells whoever gave an auditor access ${daysBefore} days before it ends.`,
  run: async (context, { id: workspaceId }, now) => {
    const { db } = context;
    const near = await listEndingAccess(db, workspaceId, { after: now, until: addDays(now, daysBefore) });
    const due: EndingAccess[] = [];
    for (const each of near) if (!(await toldSteps(db, workspaceId, noticeOf(each))).has(step)) due.push(each);
    const { done, failed } = await eachDue(context, due, (each) =>
      write(db, asJob(context, remindAccessEnds.name, { workspaceId, now }), (tx, journal) =>
        remind({ tx, journal, workspaceId, now }, each),
      ),
    );
    return { reminded: done, failed };
  },
};

function noticeOf({ id, accessEndsAt }: EndingAccess) {
  return { duty, subjectId: id, dueAt: accessEndsAt, step };
}

type Inside = { tx: Db; journal: Journal; workspaceId: string; now: string };

async function remind({ tx, journal, workspaceId, now }: Inside, each: EndingAccess): Promise<void> {
  const { id, displayName, accessEndsAt: endsAt, givenBy } = each;
  if (!(await markDutyTold(tx, workspaceId, noticeOf(each), now))) throw new DoneElsewhere(id);
  const readers = await readersOf(tx, { workspaceId, givenBy, now });
  const toIds = readers.map((reader) => reader.id);
  journal.audit("user.access_end_reminded", { kind: "user", id }, { endsAt, toIds });
  const data = { userId: id, name: displayName, endsAt };
  for (const reader of readers)
    journal.notify({ template: "access_ending", toUserId: reader.id, toAddress: reader.userName, data });
}

/** Whoever gave it; the owners where that was nobody who is still here. */
async function readersOf(
  tx: Db,
  { workspaceId, givenBy, now }: { workspaceId: string; givenBy: string | null; now: string },
): Promise<User[]> {
  const giver = givenBy === null ? undefined : (await findUsers(tx, workspaceId, [givenBy])).get(givenBy);
  return giver && !isShutOut(giver, now) ? [giver] : usersWithRole(tx, workspaceId, ["owner"]);
}
