import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addHours } from "#app/register/days.ts";
import { breakdown, figureWithin } from "#app/reports/breakdown.server.ts";
import { definitionOf } from "#app/reports/definitions.ts";
import { dimensionsOf } from "#app/reports/dimensions.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { figuresNow, standingNow } from "#app/reports/figures-now.server.ts";
import { kpis } from "#app/reports/kpis.ts";
import { liveParts } from "#app/reports/live-parts.server.ts";
import { maySeeRows } from "#app/reports/may-see-rows.ts";
import { type Figures, median } from "#app/reports/measure.ts";
import { endOfDay } from "#app/reports/moment.ts";
import { type KpiRow, type RowsAsked, rowsBehind } from "#app/reports/rows-behind.server.ts";
import { notTakenApartBy, type Within } from "#app/reports/within.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { live } from "./company/live.ts";

/** Makes a figure of the rows behind it, as somebody with pencil and paper would. */
function byHand(key: string, rows: readonly KpiRow[]): number | undefined {
  const definition = definitionOf(key);
  const values = rows.flatMap(({ value }) => (value === null ? [] : [value]));
  switch (definition?.over.statistic.kind) {
    case "count":
      return rows.length;
    case "share":
      return rows.length === 0 ? undefined : rows.filter(({ counts }) => counts).length / rows.length;
    case "mean":
      return rows.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / rows.length;
    case "most":
      return values.length === 0 ? undefined : Math.max(...values);
    case "median":
      return median(values.map((value) => ({ value, weight: 1 }))) ?? undefined;
    default:
      return undefined;
  }
}

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let day: string;
    let now: string;
    beforeAll(async () => {
      base = await open();
      day = (await live(base, 45)).at(-2) ?? "";
      now = addHours(endOfDay(base.workspace, day).at, 30);
    });
    afterAll(() => base.close());

    const allRows = async (asked: Pick<RowsAsked, "key" | "day" | "by">) => {
      const rows: KpiRow[] = [];
      const totals = new Set<number>();
      for (let after: string | null = ""; after !== null; ) {
        const page = await rowsBehind(base.db, base.workspace.id, { ...asked, after, limit: 7 }, now);
        rows.push(...page.rows);
        totals.add(page.total);
        after = page.next;
      }
      expect([...totals]).toEqual([rows.length]);
      expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
      return rows;
    };

    test("the rows behind a figure make the figure, now and on a past day, and lead to where they are", async () => {
      const { db, workspace } = base;
      const moments: [string | null, Figures][] = [
        [null, await figuresNow(db, workspace.id, now)],
        [day, await figuresAt(db, workspace.id, day)],
      ];
      for (const [asked, figures] of moments)
        for (const { key } of kpis.filter((kpi) => definitionOf(kpi.key)?.derived === undefined)) {
          const rows = await allRows({ key, day: asked });
          expect([asked, key, byHand(key, rows)]).toEqual([asked, key, figures[key]]);
          expect(rows.filter(({ href, label }) => !href.startsWith("/") || label === "")).toEqual([]);
        }
    });

    test("a figure is taken apart by what its rows are of, and each part has the rows that it is made of", async () => {
      const { db, workspace } = base;
      const figures = await figuresNow(db, workspace.id, now);
      for (const key of ["live", "people", "sign_ins_allowed", "review_sla_share", "live_days_median"])
        for (const dimension of dimensionsOf(key)) {
          const parts = await breakdown(db, workspace.id, { key, dimension, day: null }, now);
          for (const { value, figure } of parts) {
            const rows = await allRows({ key, day: null, by: { dimension, value } });
            expect([key, dimension, value, byHand(key, rows)]).toEqual([key, dimension, value, figure]);
          }
          const sum = parts.reduce((all, { figure }) => all + figure, 0);
          // A record counts in each of its applications.
          if (
            key !== "review_sla_share" &&
            key !== "live_days_median" &&
            !(key === "live" && dimension === "application")
          )
            expect([key, dimension, sum]).toEqual([key, dimension, figures[key]]);
        }
    });

    test.each<Within>([
      { category: "legacy_or_service_account" },
      { rating: "high" },
      { department: "Finance" },
      { application: "mail" },
      { rating: "high", application: "mail" },
      { category: "accessibility", department: "Finance" },
      { owner: "nobody" },
    ])("all figures of the part %o are what its rows make one by one", async (within) => {
      const { db, workspace } = base;
      const { figures, ids } = await standingNow(db, workspace.id, within, now);
      const told = kpis.filter(({ key }) => notTakenApartBy(key, within).length === 0);
      const oneByOne = await Promise.all(
        told.map(
          async ({ key }) => [key, await figureWithin(db, workspace.id, { key, day: null, within }, now)] as const,
        ),
      );
      const known = oneByOne.filter(([, figure]) => figure !== null);
      expect(figures).toEqual(
        Object.fromEntries(known.map(([key, figure]) => [key, expect.closeTo(figure ?? Number.NaN, 9)])),
      );
      const live = await breakdown(db, workspace.id, { key: "live", dimension: "owner", day: null, within }, now);
      const parts = await liveParts(db, workspace.id, { now, ids, live: figures.live ?? 0 });
      expect(parts.owner.reduce((sum, { count }) => sum + count, 0)).toBe(figures.live);
      expect(parts.owner.map(({ count }) => count)).toEqual(live.map(({ figure }) => figure));
      const { rows } = await rowsBehind(
        db,
        workspace.id,
        { key: "live", day: null, after: "", limit: 999, within },
        now,
      );
      expect(rows).toHaveLength(figures.live ?? 0);
    });

    test("live exceptions are laid out by owner, department and application as the figure is taken apart", async () => {
      const { db, workspace } = base;
      const parts = await liveParts(db, workspace.id, { now, ids: null, live: 1 });
      for (const dimension of ["owner", "department", "application"] as const) {
        const expected = await breakdown(db, workspace.id, { key: "live", dimension, day: null }, now);
        expect(expected.length).toBeGreaterThan(0);
        const laidOut = parts[dimension]?.map(({ value, count }) => [value, count]).sort();
        expect(laidOut).toEqual(expected.map(({ value, figure }) => [value, figure]).sort());
      }
      expect((await liveParts(db, workspace.id, { now, ids: null, live: 5001 })).application).toBeNull();
    });

    test("a past day is taken apart as well, and so is what follows from other figures", async () => {
      const { db, workspace } = base;
      const past = await breakdown(db, workspace.id, { key: "live", dimension: "department", day }, now);
      expect(past.length).toBeGreaterThan(0);
      const perPeople = await breakdown(
        db,
        workspace.id,
        { key: "live_per_100_people", dimension: "category", day },
        now,
      );
      const inAll = (await figuresAt(db, workspace.id, day)).live_per_100_people ?? 0;
      expect(perPeople.reduce((all, { figure }) => all + figure, 0)).toBeCloseTo(inAll, 9);
      const hidden = await breakdown(
        db,
        workspace.id,
        { key: "coverage_difference", dimension: "department", day },
        now,
      );
      expect(hidden.length).toBeGreaterThan(1);
    });

    test("what no figure is called, or cannot be taken apart by, has no rows", async () => {
      const { db, workspace } = base;
      const nothing = { rows: [], next: null, total: 0 };
      const asked = { day: null, after: "", limit: 9 };
      expect(await rowsBehind(db, workspace.id, { ...asked, key: "nothing" }, now)).toEqual(nothing);
      const by = { dimension: "category", value: "accessibility" } as const;
      expect(await rowsBehind(db, workspace.id, { ...asked, key: "people", by }, now)).toEqual(nothing);
      expect(await breakdown(db, workspace.id, { key: "people", dimension: "category", day: null }, now)).toEqual([]);
    });
  });

test("people and secrets are shown to those who read the directory, records to everybody with a role", () => {
  expect(
    ["people", "rotation_share", "sign_ins_allowed", "live"].map((key) => maySeeRows(["implementer"], key)),
  ).toEqual([...[false, false, false, true]]);
  expect(["people", "rotation_share", "sign_ins_allowed", "live"].map((key) => maySeeRows(["auditor"], key))).toEqual([
    ...[true, true, true, true],
  ]);
  expect([maySeeRows([], "live"), maySeeRows(["owner"], "nothing")]).toEqual([false, false]);
});
