import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { searchTrail } from "#app/audit/search-trail.server.ts";
import { typesOf } from "#app/audit/trail-params.ts";
import { auditTrail } from "#db/audit-trail.ts";
import { write } from "#db/write.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const actor = { kind: "user", id: people.admin.userId } as const;
      // The clock was set back before the last of them.
      for (const [index, seconds] of [10, 20, 30, 15].entries())
        await write(
          base.db,
          { workspaceId: base.workspace.id, actor, now: later(testStart, seconds) },
          async (_tx, { audit }) =>
            audit("control.added", { kind: "control", id: `control-${index}` }, { name: `No. ${index}` }),
        );
    });
    afterAll(() => base.close());

    const ask = (query: Partial<Parameters<typeof auditTrail>[2]>) =>
      auditTrail(base.db, base.workspace.id, { types: [], limit: 50, ...query });
    const subjects = async (query: Parameters<typeof ask>[0]) =>
      (await ask(query)).rows.map(({ subjectId }) => subjectId);

    test("events come by their instants, also where a clock was set back", async () => {
      expect(await subjects({ types: ["control.added"] })).toEqual([
        "control-2",
        "control-1",
        "control-3",
        "control-0",
      ]);
    });

    test("pages go on where the one before ended, and leave nothing out", async () => {
      const all = (await ask({})).rows.map(({ seq }) => seq);
      const paged: number[] = [];
      let before: number | null = null;
      do {
        const page: Awaited<ReturnType<typeof ask>> = await ask({ before, limit: 3 });
        paged.push(...page.rows.map(({ seq }) => seq));
        before = page.next;
      } while (before !== null);
      expect(paged).toEqual(all);
      expect(await ask({ before: 99_999 })).toEqual({ rows: [], next: null });
    });

    test("a span of time includes its beginning and not its end", async () => {
      const span = { from: later(testStart, 15), to: later(testStart, 30) };
      expect(await subjects({ types: ["control.added"], ...span })).toEqual(["control-1", "control-3"]);
    });

    test("several types, somebody who did it and something it was about are found together", async () => {
      const types = [...typesOf("policy"), ...typesOf("people")];
      expect(await subjects({ types, actorId: people.admin.userId, limit: 2 })).toEqual(["control-2", "control-1"]);
      expect(await subjects({ subjectId: people.risk.userId })).toEqual([people.risk.userId]);
      expect(await subjects({ types: typesOf("exports") })).toEqual([]);
    });

    test("words are looked for in what was done, in names and in what else an event says", async () => {
      const found = async (q: string) =>
        (await searchTrail(base.db, base.workspace.id, { q, types: [], limit: 50 })).rows.map(
          ({ subjectId }) => subjectId,
        );
      expect(await found("catalogue no. 3")).toEqual(["control-3"]);
      expect(await found("added leadership")).toEqual([people.leadership.userId]);
      expect(await found("admin catalogue")).toHaveLength(4);
      expect(await found("nothing like it")).toEqual([]);
    });
  });
