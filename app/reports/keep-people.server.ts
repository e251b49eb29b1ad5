import { setImmediate } from "node:timers/promises";
import type { Db } from "#db/connect.ts";
import { keepPeople, peopleAsOf, peopleDayDone } from "#db/measured-people.ts";
import type { MeasuredPerson } from "./measured-rows.ts";
import type { Moment } from "./moment.ts";
import { peopleNow } from "./read-people.server.ts";

const pageSize = 500;

/** Keeps of everybody what figures look at, where it differs from what was kept before; the day has just ended. */
export async function keepPeopleOf(
  db: Db,
  { workspaceId, at }: Pick<Moment, "workspaceId" | "at">,
  day: string,
): Promise<void> {
  const known = await lastKept(db, workspaceId, day);
  for await (const page of peopleNow(db, workspaceId, at)) {
    const changed = page.filter((person) => isNews(person, known.get(person.id)));
    await keepPeople(db, workspaceId, { day, people: changed });
  }
  await peopleDayDone(db, workspaceId, day);
}

async function lastKept(db: Db, workspaceId: string, day: string): Promise<Map<string, MeasuredPerson>> {
  const known = new Map<string, MeasuredPerson>();
  for (let after = ""; ; ) {
    await setImmediate();
    const page = await peopleAsOf(db, workspaceId, { day, after, limit: pageSize });
    for (const person of page) known.set(person.id, person);
    const last = page.at(-1);
    if (!last || page.length < pageSize) return known;
    after = last.id;
  }
}

/** Of whoever is barred only that is kept; somebody who was never anything else is left out. */
function isNews(person: MeasuredPerson, known: MeasuredPerson | undefined): boolean {
  if (!person.isEnabled) return known?.isEnabled === true;
  if (known === undefined) return true;
  const keys = Object.keys(person) as (keyof MeasuredPerson)[]; // cast: made of the type's keys alone
  return keys.some((key) => person[key] !== known[key]);
}
