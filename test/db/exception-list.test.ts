import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { everything } from "#app/register/list-query.ts";
import { countExceptions, listExceptions } from "#db/exception-list.ts";
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
  });
