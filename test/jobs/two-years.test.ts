import { expect, test } from "vitest";
import { answerAudit, closeAudit } from "#app/oath/answer-audit.server.ts";
import { auditQuestions } from "#app/oath/oath-audit.ts";
import { findOpenOathAudit } from "#db/oath-audits.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { stockToken } from "#test/support/oath.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { openTestSecrets } from "#test/support/sign-in.ts";
import { day, hour, text } from "./two-years/calendar.ts";
import { emergencyAccounts } from "./two-years/emergency-accounts.ts";
import { openPeople } from "./two-years/people.ts";
import { type Kind, kinds } from "./two-years/promises.ts";
import { auditsOf, enrolmentOf } from "./two-years/standing.ts";
import { dice } from "./two-years/timeline.ts";
import { openWorld, type World } from "./two-years/world.ts";

const start = Date.parse(testStart);
const end = Date.parse("2028-11-02T09:00:00.000Z");

/** Nothing runs for 72 hours: over a change of the clocks, and over the leap day. */
const gaps = [
  { from: Date.parse("2027-03-27T01:00:00Z"), to: Date.parse("2027-03-30T01:00:00Z") },
  { from: Date.parse("2028-02-28T06:17:00Z"), to: Date.parse("2028-03-02T06:17:00Z") },
];
/** Days on which every hour is looked at, whether anything is due or not: the changes of the clocks. */
const closeDays = ["2027-10-31", "2028-03-26"].map((date) => Date.parse(`${date}T00:00:30Z`));
const setBackAt = Date.parse("2028-06-14T12:00:30Z");

/** On SQLite always; on PostgreSQL, which takes several times as long, where it is asked for. */
const name = process.env.TWO_YEARS_DATABASE === "postgres" ? "postgres" : "sqlite";

/** Keeps the audit of tokens: an admin answers it in time, or too late. */
function keepAudits(world: World, people: People, audits: ReturnType<typeof auditsOf>, isLate: () => boolean) {
  const { db, workspace } = world.database;
  for (const { from } of audits.quarters.filter((each) => each.from > start && each.from < end)) {
    world.planRun("open-oath-audits", from, start);
    world.act(from + (isLate() ? 40 : 12) * day, async (at) => {
      const audit = await findOpenOathAudit(db, workspace.id);
      if (!audit) throw new Error(`no audit of tokens is open at ${text(at)}`);
      const caller = await callerFor(world.database, people.admin, text(at));
      const said = { caller, id: audit.id, now: text(at) };
      for (const question of auditQuestions) await answerAudit(db, { ...said, question, note: "Looked at" });
      await closeAudit(db, { ...said, statement: "In order", evidence: "AUD-1" });
      audits.closed();
    });
  }
}

function letSignIn(world: World, enrolment: ReturnType<typeof enrolmentOf>, userIds: readonly string[]) {
  const { db } = world.database;
  for (const [index, userId] of userIds.entries())
    world.act(start + (index * 97 + 20.3) * day, async (at) => {
      await db
        .updateTable("users")
        .set({ firstSignInAt: text(at) })
        .where("id", "=", userId)
        .execute();
      for (const [job, due] of enrolment.begin(userId, at)) world.planRun(job, due, at);
    });
}

function planSweeps(world: World) {
  for (let at = start + 2 * day + 5 * hour + 30_000; at < end; at += 14 * day)
    world.act(at, async (now) => {
      await world.sweep(now);
      await world.compare(now);
    });
  for (const from of closeDays)
    for (let each = 0; each < 24; each += 1) world.act(from + each * hour, (now) => world.sweep(now));
  for (const { to } of gaps)
    world.timeline.add(to, async () => {
      // Before any job has run, what has ended is ended.
      await world.compare(to);
      await world.sweep(to);
      await world.compare(to);
    });
  world.act(setBackAt, async (now) => {
    await world.sweep(now);
    for (const hours of [3, 1]) await world.sweepSetBack(now - hours * hour);
  });
}

async function twoYears(database: TestDatabase) {
  const people = await addPeople(database);
  await stockToken(database, { admin: people.admin, secrets: openTestSecrets(), now: testStart, more: {} });
  const chance = dice(20261102);
  const audits = auditsOf(start);
  const enrolment = enrolmentOf();
  const emergencies = emergencyAccounts(start);
  const standing = { ...audits.standing, ...enrolment.standing, ...emergencies.standing };
  const world = await openWorld(database, { gaps, standing });
  await emergencies.open(world, people, chance, end);
  planSweeps(world);
  keepAudits(world, people, audits, () => chance.isLucky(0.3));
  letSignIn(world, enrolment, [people.auditor.userId, people.risk.userId, people.owner.userId, people.boss.userId]);
  const company = openPeople(world, people, chance);
  for (const [index, kind] of (Object.keys(kinds) as Kind[]).entries())
    for (const thread of kinds[kind].most > 30 ? [0, 1] : [0])
      company.begin(kind, start + (1 + index * 3 + thread * 19) * day + chance.roll() * day);
  await world.timeline.playUntil(end);
  return { world, audits };
}

test(`two years of a workspace: every promise of every category is kept on its day, on ${name}`, async () => {
  const database = await databases[name]();
  try {
    const { world, audits } = await twoYears(database);
    // Each quarter that began had its audit, and all that was done was done for somebody.
    expect([...audits.opened.keys()]).toEqual(
      audits.quarters.filter(({ from }) => from > start && from < end).map((quarter) => quarter.name),
    );
    expect(new Set(world.known.map(({ kind }) => kind))).toEqual(new Set(Object.keys(kinds)));
    expect(world.counts.events).toBeGreaterThan(1000);
    await world.sweep(end, { verifies: true });
  } finally {
    await database.close();
  }
}, 600_000);
