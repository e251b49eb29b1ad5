import { sql } from "kysely";
import { expect, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { kpis } from "#app/reports/kpis.ts";
import { endOfDay } from "#app/reports/moment.ts";
import { recheck } from "#app/reports/recheck.server.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { snapshotKpis } from "#jobs/snapshot-kpis.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople } from "#test/support/people.ts";
import { chanceFrom } from "./company/chance.ts";
import { openRecords } from "./company/records.ts";
import { openStaff } from "./company/staff.ts";

/** Lets a company live for so many days, and the job measure each of them when it is over; returns the days. */
async function live(database: TestDatabase, days: number): Promise<string[]> {
  const { workspace } = database;
  const people = await addPeople(database);
  const chance = chanceFrom(20261122);
  const records = openRecords(database, people, chance);
  const staff = await openStaff(database, people, chance);
  const measured: string[] = [];
  for (let number = 0; number < days; number += 1) {
    const day = addDays(testStart, number).slice(0, 10);
    const { from, at: end } = endOfDay(workspace, day);
    const begin = number === 0 ? testStart : from;
    const minutes = (Date.parse(end) - Date.parse(begin)) / 60_000;
    const instants = [1, 2, 3, 4].map(() => addHours(begin, chance.between(0, minutes) / 60)).sort();
    for (const [index, at] of instants.entries()) await (index % 2 === 0 ? records : staff).act(at);
    // A week in which nothing ran.
    if (number > 200 && number < 208) continue;
    if (number % 97 === 0) await nowIsHistory(database, day, end);
    await snapshotKpis.run(jobContext(database), workspace, addHours(end, 1 / 60));
    measured.push(day);
  }
  return measured;
}

/** At the end of a day what is now is what history says of it; people are known once they were looked at. */
async function nowIsHistory({ db, workspace }: TestDatabase, day: string, end: string) {
  const then = await figuresAt(db, workspace.id, day);
  const now = await figuresNow(db, workspace.id, end);
  for (const { key } of kpis.filter(({ rows }) => rows === "exceptions" || rows === "reviews"))
    if (key !== "live_per_100_people") expect([day, key, now[key]]).toEqual([day, key, then[key]]);
}

async function keptFigures({ db, workspace }: TestDatabase) {
  const values = await listSnapshots(db, workspace.id, { from: "2000-01-01", to: "2100-01-01" });
  const days = new Map<string, Record<string, number>>();
  for (const { day, key, value } of values) days.set(day, { ...days.get(day), [key]: value });
  return days;
}

for (const [name, days] of [
  ["sqlite", 731],
  ["postgres", 40],
] as const)
  test(`${days} days of figures, each measured again from history, are what was kept of them, on ${name}`, async () => {
    const database = await databases[name]();
    try {
      const measured = await live(database, days);
      const kept = await keptFigures(database);
      expect([...kept.keys()]).toEqual(expect.arrayContaining(measured));
      for (const [day, figures] of kept)
        expect({ day, ...(await figuresAt(database.db, database.workspace.id, day)) }).toEqual({ day, ...figures });
      if (name === "sqlite") {
        // Each figure has had something to say, and has moved.
        const seen = kpis.map(
          ({ key }) => [key, new Set([...kept.values()].map((figures) => figures[key])).size] as const,
        );
        expect(seen.filter(([key, count]) => count < 2 && !key.startsWith("sign_ins."))).toEqual([]);
      }
    } finally {
      await database.close();
    }
  }, 120_000);

test("what was kept, or history, that was changed afterwards shows where a figure is measured again", async () => {
  const database = await databases.sqlite();
  try {
    const { db, workspace } = database;
    const measured = await live(database, 12);
    const day = measured.at(-1) ?? "";
    const before = await recheck(db, workspace.id, "waiting", day);
    expect(before.recomputed).toBe(before.kept);
    await openToTampering(database, "kpi_snapshots");
    await db
      .updateTable("kpiSnapshots")
      .set({ value: 99 })
      .where("key", "=", "waiting")
      .where("day", "=", day)
      .execute();
    expect(await recheck(db, workspace.id, "waiting", day)).toEqual({ kept: 99, recomputed: before.recomputed });
    await openToTampering(database, "exception_revisions");
    const body = sql<string>`replace(replace(body, '"state":"submitted"', '"state":"draft"'), '"state":"assessed"', '"state":"draft"')`;
    await db.updateTable("exceptionRevisions").set({ body }).execute();
    expect(await recheck(db, workspace.id, "waiting", day)).toEqual({ kept: 99, recomputed: 0 });
    expect(before.kept).toBeGreaterThan(0);
  } finally {
    await database.close();
  }
});
