import { sql } from "kysely";
import { expect, test } from "vitest";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { kpis } from "#app/reports/kpis.ts";
import { recheck } from "#app/reports/recheck.server.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { live } from "./company/live.ts";

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
      // A company that moves does not change what its days were.
      await database.db.updateTable("workspaces").set({ timeZone: "Asia/Kolkata" }).execute();
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
  }, 300_000);

test("what was kept, or history, that was changed afterwards shows where a figure is measured again", async () => {
  const database = await databases.sqlite();
  try {
    const { db, workspace } = database;
    const measured = await live(database, 12);
    const day = measured.at(-1) ?? "";
    const before = await recheck(db, workspace.id, "waiting", day);
    expect(before.recomputed).toBe(before.kept);
    const difference = await recheck(db, workspace.id, "coverage_difference", day);
    expect(difference).toEqual({ kept: expect.any(Number), recomputed: difference.kept });
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
