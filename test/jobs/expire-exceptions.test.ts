import { describe, expect, onTestFinished, test } from "vitest";
import { addHours } from "#app/register/days.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { readChain } from "#db/audit-events.ts";
import { expireExceptions } from "#jobs/expire-exceptions.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const end = "2026-11-20T09:00:00.000Z";
const beforeEnd = "2026-11-20T08:59:59.999Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const record = await activeException(database, people, { now: testStart, endsAt: end });
      const expired = async () =>
        (await readChain(database.db, database.workspace.id, { after: 0, limit: 500 })).filter(
          ({ type }) => type === "exception.expired",
        );
      const run = (now: string) => expireExceptions.run(jobContext(database), database.workspace, now);
      return { ...database, people, record, expired, run };
    };

    test("an end is recorded at its instant and not a millisecond before", async () => {
      const { run, expired, record } = await opened();
      expect(await run(beforeEnd)).toEqual({ recorded: 0, failed: 0 });
      expect(await run(end)).toEqual({ recorded: 1, failed: 0 });
      expect(await expired()).toMatchObject([{ subjectId: record.id, actorKind: "job", actorId: "expire-exceptions" }]);
    });

    test("an end is recorded once, however often and however late the job runs", async () => {
      const { run, expired } = await opened();
      const threeDaysLate = "2026-11-23T09:00:00.000Z";
      await Promise.all([run(threeDaysLate), run(threeDaysLate), run(threeDaysLate)]);
      expect(await run(threeDaysLate)).toEqual({ recorded: 0, failed: 0 });
      expect(await expired()).toHaveLength(1);
    });

    test("owner and requestor are told, once each", async () => {
      const { db, run, people } = await opened();
      await run(end);
      const told = await db
        .selectFrom("outbox")
        .select("toUserId")
        .where("template", "=", "exception_expired")
        .execute();
      expect(told.map(({ toUserId }) => toUserId).sort()).toEqual(
        [people.owner.userId, people.requestor.userId].sort(),
      );
    });

    test("one record that fails does not keep the others from being recorded", async () => {
      const { db, workspace, people, run, expired, record, ...rest } = await opened();
      const other = await activeException({ ...rest, db, workspace }, people, { now: testStart, endsAt: end });
      await db
        .updateTable("exceptions")
        .set({ endsAt: "2026-11-19 not an instant" })
        .where("id", "=", record.id)
        .execute();
      expect(await run(end)).toEqual({ recorded: 1, failed: 1 });
      expect(await expired()).toMatchObject([{ subjectId: other.id }]);
    });

    test("an emergency that nobody ratified lapses: who granted it, who was skipped and the security contact are told", async () => {
      const { db, workspace, people, run } = await opened();
      const give = commandsOf({ db, workspace }, people);
      const { id } = await fileException(db, {
        workspaceId: workspace.id,
        draft: completeDraft({ endsAt: end }),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: testStart,
      });
      const high = { likelihood: 4, impact: 4 } as const;
      await give(id, "requestor", { command: "submit", comment: "" }, testStart);
      await give(id, "identity", { command: "grant_emergency", comment: "The provider is down" }, testStart);
      await give(id, "leadership", { command: "assess", inherent: high, residual: high, comment: "Seen" }, testStart);
      await run(addHours(testStart, 24));
      const told = await db.selectFrom("outbox").selectAll().where("template", "=", "emergency_lapsed").execute();
      const nameOf = new Map(Object.entries(people).map(([who, { userId }]) => [userId, who]));
      expect(told.map(({ toUserId, toAddress }) => nameOf.get(toUserId ?? "") ?? toAddress).sort()).toEqual(
        ["identity", "identity2", "owner", "requestor", "risk", "security@acme.example"].sort(),
      );
      const lapsed = (await readChain(db, workspace.id, { after: 0, limit: 500 })).filter(
        ({ subjectId }) => subjectId === id,
      );
      expect(lapsed.slice(-2).map(({ type }) => type)).toEqual(["exception.expired", "exception.emergency_lapsed"]);
    });
  });
