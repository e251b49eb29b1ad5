import { describe, expect, onTestFinished, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { findException } from "#db/exceptions.ts";
import { chaseRequestors } from "#jobs/chase-requestors.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const give = commandsOf(database, people);
      const { id } = await fileException(db, {
        workspaceId: workspace.id,
        draft: completeDraft({ endsAt: addDays(testStart, 60) }),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: testStart,
      });
      await give(id, "requestor", { command: "submit", comment: "" }, testStart);
      await give(id, "identity", { command: "request_changes", comment: "Why IMAP?" }, testStart);
      const told = async (template: string) =>
        (await db.selectFrom("outbox").select("toUserId").where("template", "=", template).execute()).length;
      const state = async () => (await findException(db, workspace.id, id))?.state;
      const run = (now: string) => chaseRequestors.run(jobContext(database), workspace, now);
      return { ...database, people, give, id, told, state, run };
    };

    test("an open question is reminded of once, and the request lapses on the day that was told", async () => {
      const { run, told, state } = await opened();
      expect(await run(addHours(addDays(testStart, 2), -1))).toMatchObject({ reminded: 0, lapsed: 0 });
      await Promise.all([1, 2, 3].map(() => run(addDays(testStart, 2))));
      expect(await run(addHours(addDays(testStart, 14), -1))).toMatchObject({ reminded: 0, lapsed: 0 });
      expect(await told("answer_reminder")).toBe(2);
      expect(await state()).toBe("changes_requested");
      expect(await run(addDays(testStart, 14))).toMatchObject({ lapsed: 1, failed: 0 });
      expect(await run(addDays(testStart, 15))).toMatchObject({ lapsed: 0, failed: 0 });
      expect(await state()).toBe("withdrawn");
      expect(await told("request_lapsed")).toBe(2);
    });

    test("nothing lapses of which nobody was told, however long nothing ran", async () => {
      const { run, state } = await opened();
      expect(await run(addDays(testStart, 40))).toMatchObject({ reminded: 1, lapsed: 0 });
      expect(await run(addDays(testStart, 41.9))).toMatchObject({ lapsed: 0 });
      expect(await state()).toBe("changes_requested");
      expect(await run(addDays(testStart, 42))).toMatchObject({ lapsed: 1 });
    });

    test("an answer ends the wait", async () => {
      const { run, give, id, state } = await opened();
      await run(addDays(testStart, 2));
      await give(
        id,
        "requestor",
        { command: "resubmit", comment: "The vendor knows no other" },
        addDays(testStart, 10),
      );
      expect(await run(addDays(testStart, 14))).toMatchObject({ lapsed: 0 });
      expect(await state()).toBe("submitted");
    });
  });
