import { expect } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { kpis } from "#app/reports/kpis.ts";
import { endOfDay } from "#app/reports/moment.ts";
import { snapshotKpis } from "#jobs/snapshot-kpis.ts";
import { type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";
import { chanceFrom } from "./chance.ts";
import { openRecords } from "./records.ts";
import { openStaff } from "./staff.ts";

/** Lets a company live for so many days, and the job measure each of them when it is over; returns the days. */
export async function live(database: TestDatabase, days: number): Promise<string[]> {
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
