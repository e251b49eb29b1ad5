import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everything } from "#app/register/list-query.ts";
import { countEach } from "#db/exception-counts.ts";
import { countExceptions, listExceptions, ownersAmong } from "#db/exception-list.ts";
import { insertException } from "#db/exceptions.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { make } from "#test/support/make.ts";

const many = 1_050;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    beforeAll(async () => {
      base = await open();
      const { db, workspace } = base;
      await db.transaction().execute(async (tx) => {
        for (let number = 1; number <= many; number++) {
          const record = make.exception({
            workspaceId: workspace.id,
            id: `EXC-2026-${String(number).padStart(4, "0")}`,
            title: number <= 20 ? `Rare mailbox ${number}` : `Common mailbox ${number}`,
            state: number % 2 === 0 ? "draft" : "withdrawn",
            // The newest end first, so that the order of ends is not the order of filing.
            endsAt: `2027-01-01T00:00:00.${String(999 - (number % 1000)).padStart(3, "0")}Z`,
            requestorId: null,
            ownerId: null,
          });
          await insertException(tx, record, null);
        }
      });
    });
    afterAll(() => base.close());

    const list = (query: Partial<typeof everything>) =>
      listExceptions(base.db, base.workspace.id, { ...everything, ...query });
    const count = (query: Partial<typeof everything>) =>
      countExceptions(base.db, base.workspace.id, { ...everything, ...query });

    test("what a search finds is put in the order that was asked for", async () => {
      const { records, isNewestFirst } = await list({ search: "rare", sort: "expires" });
      const ends = records.map(({ endsAt }) => endsAt);
      expect([records.length, isNewestFirst, ends]).toEqual([20, false, ends.toSorted()]);
    });

    test("a search that finds more than can be put in order is newest first, page by page without a gap", async () => {
      const seen: string[] = [];
      let after: Awaited<ReturnType<typeof list>>["next"] = null;
      do {
        const page = await list({ search: "mailbox", sort: "expires", after, limit: 100 });
        expect(page.isNewestFirst).toBe(true);
        seen.push(...page.records.map(({ id }) => id));
        after = page.next;
      } while (after);
      expect(seen).toHaveLength(many);
      expect(seen).toEqual(seen.toSorted().reverse());
    });

    test("filters hold while a search is newest first, and find what lies far back", async () => {
      const { records } = await list({ search: "mailbox", states: ["draft"], limit: 200 });
      expect([records.length, records.every(({ state }) => state === "draft")]).toEqual([200, true]);
      expect((await list({ search: "mailbox", states: ["closed"] })).records).toEqual([]);
    });

    test("counts agree with the list, up to where counting stops", async () => {
      expect(await count({ search: "rare" })).toBe(20);
      expect(await count({ search: "rare", states: ["draft"] })).toBe(10);
      expect(await count({ search: "mailbox", states: ["draft"] })).toBe(many / 2);
      expect(await count({ search: "mailbox" })).toBe(1001);
      expect(await count({ search: "zebra" })).toBe(0);
    });

    test("several counts in one statement are what each is by itself", async () => {
      const queries = [
        { search: "rare" },
        { search: "rare", states: ["draft"] as const },
        { search: "rare", also: [{ states: ["closed"] as const }] },
      ];
      const each = queries.map((query) => ({ ...everything, ...query }));
      expect(await countEach(base.db, base.workspace.id, each)).toEqual(
        [20, 10, 0].map((found) => ({ count: found, isAtLeast: false })),
      );
      const all = [{ ...everything, states: ["draft"] as const }, everything];
      expect(await countEach(base.db, base.workspace.id, all)).toEqual(
        [many / 2, many].map((found) => ({ count: found, isAtLeast: false })),
      );
    });

    test("dozens of numbers beside a search that finds a thousand are one statement", async () => {
      const query = { ...everything, search: "mailbox 1" };
      const found = await count({ search: "mailbox 1" });
      const counts = await countEach(
        base.db,
        base.workspace.id,
        Array.from({ length: 50 }, () => query),
      );
      expect(counts).toEqual(Array.from({ length: 50 }, () => ({ count: found, isAtLeast: false })));
    });

    test("where a search finds too much, nothing is counted beside it", async () => {
      expect(await countEach(base.db, base.workspace.id, [{ ...everything, search: "mailbox" }])).toBeNull();
      expect(await countEach(base.db, base.workspace.id, [{ ...everything, search: "zebra" }])).toEqual([
        { count: 0, isAtLeast: false },
      ]);
    });

    test("what else has to hold never widens a filter", async () => {
      expect(await count({ states: ["draft"], also: [{ states: ["withdrawn"] }] })).toBe(0);
      expect(await count({ states: ["draft"], also: [{ states: ["draft", "withdrawn"] }] })).toBe(many / 2);
    });

    test("only these records, or none of them", async () => {
      const { records } = await list({ ids: ["EXC-2026-0003", "EXC-2026-0001", "EXC-1999-0001"] });
      expect(records.map(({ id }) => id).sort()).toEqual(["EXC-2026-0001", "EXC-2026-0003"]);
      expect(await count({ ids: [] })).toBe(0);
    });

    test("a record is found by whom and where its scope names, all at once", async () => {
      const principal = ["user:svc-claims-mail", "service_principal:svc-claims-mail"];
      expect(await count({ search: "rare", named: [principal] })).toBe(20);
      expect(await count({ search: "rare", named: [principal, ["application:payroll"]] })).toBe(0);
    });

    test("nobody owns what has no owner", async () => {
      expect(await ownersAmong(base.db, base.workspace.id, everything, 8)).toEqual([]);
    });
  });
