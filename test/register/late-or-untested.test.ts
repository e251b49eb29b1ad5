import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { Exception } from "#app/register/exception.ts";
import { fits } from "#app/register/fits.ts";
import { readListParams } from "#app/register/list-params.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { listViewOf } from "#app/register/list-view.server.ts";
import { listExceptions } from "#db/exception-list.ts";
import { activeException } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

const day = 24 * 3600;
const due = later(testStart, 10 * day);
const justBefore = later(due, -1);
const lastWords = "Bought and wired";

type Said = CommandInput extends infer Each ? (Each extends unknown ? Omit<Each, "version"> : never) : never;

for (const [name, open] of Object.entries(databases))
  describe(`what is late or untested, ${name}`, () => {
    let base: TestDatabase;
    let people: People;
    let planned: Exception;
    let unplanned: Exception;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const milestones = [
        { title: "Wired", dueAt: later(due, 5 * day), doneAt: null },
        { title: "Bought", dueAt: due, doneAt: null },
      ];
      planned = await activeException(base, people, { title: "With dated steps", milestones, now: testStart });
      unplanned = await activeException(base, people, { title: "Without", now: testStart });
    });
    afterAll(() => base.close());

    /** The titles of what is found, which the list and the judgement without a database agree on. */
    const listed = async (query: string, now: string) => {
      const { db, workspace } = base;
      const search = new URLSearchParams(`${query}&sort=title&order=asc`);
      const caller = await callerFor(base, people.admin, now);
      const { page } = await listViewOf(db, caller, search, now);
      const titles = page.rows.map(({ title }) => title);
      const params = readListParams(search);
      if (!params.success) throw new Error(`${search} is not understood, expected a filter`);
      const asked = await listRequest(db, caller, params.data, now);
      const { records } = await listExceptions(db, workspace.id, { ...asked, also: [] });
      expect(records.filter((record) => fits(record, asked)).map(({ title }) => title)).toEqual(titles);
      return { titles, counts: page.counts };
    };
    const titlesOf = async (query: string, now: string) => (await listed(query, now)).titles;
    /** What bears a mark, which its count agrees with. */
    const found = async (mark: string, now: string) => {
      const { titles, counts } = await listed(`only=${mark}`, now);
      expect(counts?.only).toMatchObject({ [mark]: String(titles.length) });
      return titles;
    };
    const give = async (record: Exception, said: Said, now: string) => {
      const { db, workspace } = base;
      const { implementer } = people;
      return apply(db, {
        ...{ workspaceId: workspace.id, id: record.id, now },
        input: { ...said, version: record.version } as CommandInput,
        actor: { ...implementer, aal: 2, factorUsedAt: now },
        auditActor: { kind: "user", id: implementer.userId },
      });
    };

    test("a step of the exit plan is late from the instant it is due, and no more once it is done", async () => {
      expect(await found("plan_late", justBefore)).toEqual([]);
      expect(await found("plan_late", due)).toEqual(["With dated steps"]);
      const said = { command: "report_progress", milestone: "Bought", is_done: true, comment: lastWords } as const;
      planned = await give(planned, said, due);
      expect(await found("plan_late", due)).toEqual([]);
      expect(await found("plan_late", later(due, 5 * day))).toEqual(["With dated steps"]);
    });

    test("one that nobody tested is found until somebody did, whatever came of it", async () => {
      expect(await found("untested", due)).toEqual(["With dated steps", "Without"]);
      unplanned = await give(unplanned, { command: "validate", result: "failed", comment: "POP works too" }, due);
      expect(await found("untested", due)).toEqual(["With dated steps"]);
    });

    test("what has ended is neither: nothing rests on it any more", async () => {
      const { endsAt } = planned;
      expect(await found("plan_late", later(endsAt, -1))).toEqual(["With dated steps"]);
      expect(await found("untested", later(endsAt, -1))).toEqual(["With dated steps"]);
      expect(await found("plan_late", endsAt)).toEqual([]);
      expect(await found("untested", endsAt)).toEqual([]);
    });

    test("a review is overdue, and an end is past, at the very instant that was set for it", async () => {
      const at = { startsAt: testStart, endsAt: later(testStart, 80 * day), now: testStart };
      const { id, endsAt } = await activeException(base, people, { title: "For longer", ...at });
      const nextReviewAt = later(testStart, 70 * day);
      const changed = base.db.updateTable("exceptions").set({ nextReviewAt });
      await changed.where("id", "=", id).execute();
      expect(await titlesOf("review=overdue", later(nextReviewAt, -1))).toEqual([]);
      expect(await titlesOf("review=due", later(nextReviewAt, -1))).toContain("For longer");
      expect(await titlesOf("review=overdue", nextReviewAt)).toEqual(["For longer"]);
      expect(await titlesOf("review=due", nextReviewAt)).toEqual([]);
      expect(await titlesOf("view=live", later(endsAt, -1))).toContain("For longer");
      expect(await titlesOf("only=expired_open", later(endsAt, -1))).not.toContain("For longer");
      expect(await titlesOf("view=live", endsAt)).not.toContain("For longer");
      expect(await titlesOf("only=expired_open", endsAt)).toContain("For longer");
    });
  });
