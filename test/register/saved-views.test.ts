import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrder, moved } from "#app/register/columns.ts";
import { changeView, keeperOf, moveView, removeView, saveView } from "#app/register/saved-views.server.ts";
import { readChain } from "#db/audit-events.ts";
import { listSavedViews } from "#db/saved-views.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

test("a column moves past its neighbour, and stays at an end", () => {
  const order = inOrder(["owner", "risk", "nonsense", "owner"]);
  expect(order).toEqual(["owner", "risk", "scope", "state", "expires", "review", "controls", "used", "exit"]);
  expect(moved(order, "risk", -1).slice(0, 3)).toEqual(["risk", "owner", "scope"]);
  expect(moved(order, "owner", -1)).toEqual(order);
  expect(moved(order, "exit", 1)).toEqual(order);
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const keeper = async (who: keyof People) => keeperOf(await callerFor(base, people[who], testStart), testStart);
    const save = async (who: keyof People, viewName: string, isShared = false) =>
      saveView(base.db, await keeper(who), { name: viewName, query: "view=live", isShared });
    const seenBy = async (who: keyof People) =>
      (await listSavedViews(base.db, base.workspace.id, people[who].userId)).map((view) => view.name);
    const events = async () =>
      (await readChain(base.db, base.workspace.id, { after: 0, limit: 500 }))
        .filter(({ subjectKind }) => subjectKind === "saved_view")
        .map(({ type }) => type);

    test("what everybody sees is saved, changed, moved and removed by admins, and audited", async () => {
      const first = await save("admin", "Vendors", true);
      const second = await save("boss", "Mailboxes", true);
      expect(await seenBy("auditor")).toEqual(["Vendors", "Mailboxes"]);
      await moveView(base.db, await keeper("admin"), second.id, -1);
      await moveView(base.db, await keeper("admin"), second.id, -1);
      expect(await seenBy("auditor")).toEqual(["Mailboxes", "Vendors"]);
      await changeView(base.db, await keeper("admin"), first.id, { name: "Partners" });
      await removeView(base.db, await keeper("admin"), second.id);
      expect(await seenBy("auditor")).toEqual(["Partners"]);
      const changed = "saved_view.changed";
      const created = "saved_view.created";
      expect(await events()).toEqual([created, created, changed, changed, changed, "saved_view.removed"]);
    });

    test("nobody else keeps what everybody sees", async () => {
      const view = await save("admin", "For all", true);
      const identity = await keeper("identity");
      const attempts = [
        () => save("identity", "Mine for all", true),
        () => changeView(base.db, identity, view.id, { name: "Taken over" }),
        () => moveView(base.db, identity, view.id, -1),
        () => removeView(base.db, identity, view.id),
      ];
      for (const attempt of attempts) expect(await refusalOf(attempt())).toBe("not_admin");
    });

    test("one's own views are seen by oneself alone, and no event tells of them", async () => {
      const before = await events();
      const own = await save("risk", "My patch");
      expect(await seenBy("risk")).toContain("My patch");
      expect(await seenBy("identity")).not.toContain("My patch");
      const stranger = await keeper("admin");
      expect(await refusalOf(removeView(base.db, stranger, own.id))).toBe("not_found");
      expect(await events()).toEqual(before);
    });

    test("a name is given once among one's own, whatever its capitals", async () => {
      await save("leadership", "Quarter");
      expect(await refusalOf(save("leadership", "QUARTER"))).toBe("view_name_taken");
      await save("implementer", "Quarter");
      expect(await seenBy("implementer")).toContain("Quarter");
    });

    test("thirty views are enough", async () => {
      for (let number = 1; number <= 30; number++) await save("owner", `View ${number}`);
      expect(await refusalOf(save("owner", "One more"))).toBe("too_many_views");
    });
  });
