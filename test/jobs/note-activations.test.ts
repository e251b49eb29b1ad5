import { describe, expect, onTestFinished, test } from "vitest";
import { addDays, addHours } from "#app/register/days.ts";
import { readChain } from "#db/audit-events.ts";
import { noteActivations } from "#jobs/note-activations.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const start = addDays(testStart, 3);
const end = addDays(testStart, 30);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const later = await activeException(database, people, { now: testStart, startsAt: start, endsAt: end });
      const noted = async () =>
        (await readChain(db, workspace.id, { after: 0, limit: 500 }))
          .filter(({ type }) => type === "exception.activated")
          .map(({ subjectId, actorKind, actorId }) => [subjectId, actorKind, actorId]);
      const told = async () =>
        (await db.selectFrom("outbox").select("toUserId").where("template", "=", "exception_begun").execute())
          .map(({ toUserId }) => toUserId)
          .sort();
      const run = (now: string) => noteActivations.run(jobContext(database), workspace, now);
      return { ...database, people, later, noted, told, run };
    };

    test("what was put in place before its start is noted at its start, once, and owner and requestor are told", async () => {
      const { people, later, run, noted, told } = await opened();
      expect(await run(addHours(start, -0.001))).toEqual({ noted: 0, failed: 0 });
      await Promise.all([1, 2, 3].map(() => run(start)));
      expect(await run(addDays(start, 5))).toEqual({ noted: 0, failed: 0 });
      expect(await noted()).toEqual([[later.id, "job", "note-activations"]]);
      expect(await told()).toEqual([people.owner.userId, people.requestor.userId].sort());
    });

    test("what began as it was put in place has said so then, and what is revoked before never begins", async () => {
      const { db, workspace, people, later, run, noted, ...rest } = await opened();
      await activeException({ ...rest, db, workspace }, people, { now: testStart, endsAt: end });
      const give = commandsOf({ db, workspace }, people);
      await give(later.id, "admin", { command: "revoke", comment: "Not needed" }, addDays(testStart, 1));
      expect(await run(start)).toEqual({ noted: 0, failed: 0 });
      expect(await noted()).toEqual([]);
    });

    test("what began and ended while nothing ran is noted, and nobody is told that it counts", async () => {
      const { run, noted, told } = await opened();
      expect(await run(addDays(end, 1))).toEqual({ noted: 1, failed: 0 });
      expect(await noted()).toHaveLength(1);
      expect(await told()).toEqual([]);
    });
  });
