import { describe, expect, onTestFinished, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import { addDays } from "#app/register/days.ts";
import { chaseOwners } from "#jobs/chase-owners.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const end = addDays(testStart, 60);
const milestones = [
  { title: "Connector bought", dueAt: addDays(testStart, 10), doneAt: null },
  { title: "IMAP off", dueAt: addDays(testStart, 20), doneAt: null },
];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const record = await activeException(database, people, { now: testStart, endsAt: end, milestones });
      const run = (now: string) => chaseOwners.run(jobContext(database), workspace, now);
      const told = async (template: string) => {
        const rows = await db
          .selectFrom("outbox")
          .select(["data", "toUserId"])
          .where("template", "=", template)
          .execute();
        expect(rows.every(({ toUserId }) => toUserId === people.owner.userId)).toBe(true);
        return rows.map(({ data }) => (JSON.parse(data) as { milestones?: string }).milestones ?? "");
      };
      return { db, workspace, people, record, run, told };
    };

    test("the owner is told of each missed milestone once", async () => {
      const { run, told } = await opened();
      for (let day = 8; day < 25; day += 0.5) await run(addDays(testStart, day));
      expect(await told("milestone_missed")).toEqual(["Connector bought", "IMAP off"]);
    });

    test("after days without a run one message names them all", async () => {
      const { run, told } = await opened();
      await run(addDays(testStart, 30));
      expect(await told("milestone_missed")).toEqual(["Connector bought; IMAP off"]);
    });

    test("nobody is told of a milestone that was reached", async () => {
      const { db, workspace, people, record, run, told } = await opened();
      const { owner } = people;
      const now = addDays(testStart, 5);
      await apply(db, {
        ...{ workspaceId: workspace.id, id: record.id, now },
        input: {
          command: "report_progress",
          milestone: "Connector bought",
          is_done: true,
          comment: "",
          version: record.version,
        },
        actor: { ...owner, aal: 2, factorUsedAt: now },
        auditActor: { kind: "user", id: owner.userId },
      });
      await run(addDays(testStart, 21));
      expect(await told("milestone_missed")).toEqual(["IMAP off"]);
    });

    test("seven days after its end the owner is asked to close it, once", async () => {
      const { run, told } = await opened();
      await run(addDays(end, 6.9));
      expect(await told("closure_due")).toHaveLength(0);
      await run(addDays(end, 7));
      await run(addDays(end, 8));
      expect(await told("closure_due")).toHaveLength(1);
    });

    test("nodes that run at once tell once", async () => {
      const { run, told } = await opened();
      await Promise.all([1, 2, 3, 4].map(() => run(addDays(end, 9))));
      expect(await told("closure_due")).toHaveLength(1);
    });
  });
