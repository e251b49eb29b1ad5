import { finishDrill, insertDrill } from "#db/drills.ts";
import { addEmergencyAccount, rotateSecret } from "#test/support/emergency-uses.ts";
import type { People, Person } from "#test/support/people.ts";
import { day, localDaysLater, quartersOf, text } from "./calendar.ts";
import type { Dice } from "./timeline.ts";
import type { Standing, World } from "./world.ts";

type Account = { person: Person; since: number; told: Set<string>; drilled: Set<string> };
type Quarter = { name: string; from: number; to: number };

const steps = [-14, -7, -1, 0, 1, 7, 30];
const drillDays = [30, 14, 7];

/** The accounts for emergencies: rotated every 90 days, drilled every quarter, and who keeps them is told in time. */
export function emergencyAccounts(registeredAt: number) {
  const accounts: Account[] = [];
  const starts = [2026, 2027, 2028, 2029].flatMap(quartersOf);
  const quarters: Quarter[] = starts.slice(0, -1).map((from, index) => ({
    name: `${2026 + Math.floor(index / 4)}-Q${(index % 4) + 1}`,
    from,
    to: starts[index + 1] ?? Number.NaN,
  }));

  const dueOf = ({ since }: Account) => localDaysLater(since, 90);
  const stepsOf = (each: Account) =>
    steps.map((step) => ({ step, at: step === 0 ? dueOf(each) : localDaysLater(dueOf(each), step) }));
  const drillStepsOf = ({ to }: Quarter) => [
    ...drillDays.map((days) => ({ step: String(days), at: localDaysLater(to, -days) })),
    { step: "overdue", at: to },
  ];

  const rotating: Standing = {
    said: (at) =>
      accounts.flatMap((each) => {
        const reached = stepsOf(each).filter((step) => step.at <= at);
        const nearest = reached.at(-1);
        const keyOf = (step: number) => `${dueOf(each)} ${step}`;
        if (!nearest || each.told.has(keyOf(nearest.step))) return [];
        for (const { step } of reached) each.told.add(keyOf(step));
        return [`secret.rotation_reminded ${each.person.userId} ${text(dueOf(each))} ${nearest.step}`];
      }),
    next: () => [],
  };
  const drilling: Standing = {
    said: (at) => {
      const current = quarters.findLastIndex(({ from }) => from <= at);
      return quarters.slice(current - 1, current + 1).flatMap((quarter) =>
        accounts.flatMap(({ person, told, drilled }) => {
          if (drilled.has(quarter.name) || registeredAt > localDaysLater(quarter.to, -14)) return [];
          const isNew = ({ step }: { step: string }) => !told.has(`${quarter.name} ${step}`);
          const news = drillStepsOf(quarter).filter((step) => step.at <= at && isNew(step));
          for (const { step } of news) told.add(`${quarter.name} ${step}`);
          const nearest = news.at(-1);
          return nearest ? [`drill.reminded ${person.userId} ${quarter.name} ${nearest.step}`] : [];
        }),
      );
    },
    next: () => [],
  };

  /** Somebody replaces the secret a while before it is due, or after; then it is due anew. */
  const keep = (world: World, people: People, each: Account, chance: Dice, now: number) => {
    for (const step of stepsOf(each)) world.planRun("remind-rotations", step.at, now);
    world.act(dueOf(each) + chance.between(-20, 9) * day, async (at) => {
      await rotateSecret(world.database, each.person, people, text(at));
      each.since = at;
      keep(world, people, each, chance, at);
    });
  };

  const drill = (world: World, people: People, each: Account, at: number) => {
    world.act(at, async (then) => {
      const quarter = quarters.findLast(({ from }) => from <= then);
      if (!quarter) throw new Error(`${text(then)} lies in no quarter`);
      const id = `drl_${each.person.userId}_${quarter.name}`;
      const { db, workspace } = world.database;
      const { userId } = people.owner;
      const held = { startsAt: text(then), endsAt: text(then + day), signsIn: userId, plannedBy: userId };
      const about = { id, userId: each.person.userId, quarter: quarter.name, plannedAt: text(then) };
      await insertDrill(db, workspace.id, { ...about, ...held });
      const result = { result: "passed", evidence: "Seen", finishedBy: userId, finishedAt: text(then) } as const;
      await finishDrill(db, workspace.id, { id, ...result });
      each.drilled.add(quarter.name);
    });
  };

  return {
    standing: { "remind-rotations": rotating, "remind-drills": drilling },
    open: async (world: World, people: People, chance: Dice, end: number) => {
      for (let count = 0; count < 2; count += 1) {
        const person = await addEmergencyAccount(world.database, people, text(registeredAt));
        const each: Account = { person, since: registeredAt, told: new Set(), drilled: new Set() };
        accounts.push(each);
        keep(world, people, each, chance, registeredAt);
        for (const { from, to } of quarters.filter((quarter) => quarter.to > registeredAt && quarter.from < end))
          if (chance.isLucky(0.6))
            drill(world, people, each, Math.max(from, registeredAt) + chance.between(0, 80) * day);
          else
            for (const { at } of drillStepsOf({ name: "", from, to })) world.planRun("remind-drills", at, registeredAt);
      }
    },
  };
}
