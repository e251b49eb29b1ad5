import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { answerAudit, closeAudit, openAuditByHand } from "#app/oath/answer-audit.server.ts";
import { auditQuestions, isOverdue } from "#app/oath/oath-audit.ts";
import { quarterOf, quarterStart } from "#app/register/quarter.ts";
import { findOpenOathAudit, listOathAudits } from "#db/oath-audits.ts";
import { openOathAudits } from "#jobs/open-oath-audits.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { stockToken } from "#test/support/oath.ts";
import { otherPeople } from "#test/support/other-people.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { openTestSecrets } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
/** In Berlin the quarter begins an hour before it does in UTC. */
const newYear = "2026-12-31T23:00:00.000Z";
const minuteBefore = "2026-12-31T22:59:00.000Z";
const november = "2026-11-10T12:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeEach(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterEach(() => world.close());

    const run = (now: string) => openOathAudits.run(jobContext(world), world.workspace, now);
    const current = () => findOpenOathAudit(world.db, world.workspace.id);
    const stock = (now: string, more: Record<string, string> = {}) =>
      stockToken(world, { admin: people.admin, secrets, now, more });
    const admin = (now: string) => callerFor(world, people.admin, now);
    const answerAll = async (id: string, now: string) => {
      for (const question of auditQuestions)
        await answerAudit(world.db, { caller: await admin(now), id, question, note: "Looked at", now });
    };

    test("the audit is opened when the quarter begins in the workspace's time zone, once, however often it is run", async () => {
      await stock(november);
      expect(await run(minuteBefore)).toEqual({ opened: 0 });
      const runs = await Promise.all(Array.from({ length: 50 }, () => run(newYear)));
      expect(runs.reduce((sum, { opened }) => sum + Number(opened), 0)).toBe(1);
      expect(await current()).toMatchObject({ quarter: "2027-Q1", openedBy: null, openedAt: newYear, answers: [] });
      expect(await run("2027-02-01T00:00:00.000Z")).toEqual({ opened: 0 });
    });

    test("where there were no tokens when the quarter began there is nothing to audit", async () => {
      expect(await run(newYear)).toEqual({ opened: 0 });
      await stock("2027-01-02T00:00:00.000Z");
      expect(await run("2027-01-03T00:00:00.000Z")).toEqual({ opened: 0 });
      expect(await run("2027-03-31T22:00:00.000Z")).toEqual({ opened: 1 });
    });

    test("an audit that is open is closed before the next one opens", async () => {
      await stock("2026-09-01T00:00:00.000Z");
      await run(november);
      const first = await current();
      expect(await run(newYear)).toEqual({ opened: 0 });
      expect(first && isOverdue(first, newYear)).toBe(true);
      await answerAll(first?.id ?? "", newYear);
      const closing = { id: first?.id ?? "", statement: "In order", evidence: "AUD-1", now: newYear };
      await closeAudit(world.db, { caller: await admin(newYear), ...closing });
      expect(await run(newYear)).toEqual({ opened: 1 });
      expect((await listOathAudits(world.db, world.workspace.id)).map(({ quarter }) => quarter)).toEqual([
        "2027-Q1",
        "2026-Q4",
      ]);
    });

    test("the figures stay as they were when it was opened", async () => {
      await stock(november, { replacement_date: "2026-12-01" });
      await stock(november, { replacement_date: "2026-11-01" });
      const id = await openAuditByHand(world.db, { caller: await admin(november), now: november });
      await stock(november);
      const audit = await current();
      expect(audit).toMatchObject({ id, quarter: "2026-Q4", openedBy: people.admin.userId });
      expect(audit?.figures.counts).toEqual({
        ...{ issued: 0, in_stock: 2, revoked: 0, ageing: 2, overdue: 1 },
        ...{ drifting: 0, desynchronised: 0, custody_missing: 2 },
      });
      expect(audit?.figures.seedHolders).toEqual([
        { holderId: people.admin.userId, place: "Safe of the server room", count: 2 },
      ]);
    });

    test("an audit is closed once, with a statement, when every question is answered, and stays as it was", async () => {
      const caller = await admin(november);
      const id = await openAuditByHand(world.db, { caller, now: november });
      expect(await refusalOf(openAuditByHand(world.db, { caller, now: november }))).toBe("audit_open");
      const closing = { caller, id, statement: "In order", evidence: "AUD-7", now: november };
      await answerAudit(world.db, { caller, id, question: "issued", note: "A first look", now: november });
      expect(await refusalOf(closeAudit(world.db, closing))).toBe("questions_open");
      await answerAll(id, november);
      const closings = await Promise.allSettled(Array.from({ length: 50 }, () => closeAudit(world.db, closing)));
      expect(closings.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await refusalOf(answerAudit(world.db, { ...closing, question: "issued", note: "Later" }))).toBe(
        "audit_closed",
      );
      const types = world.db.selectFrom("auditEvents").select("type").where("subjectId", "=", id).orderBy("seq");
      expect((await types.execute()).map(({ type }) => type)).toEqual([
        "oath_audit.opened",
        ...Array(6).fill("oath_audit.answered"),
        "oath_audit.closed",
      ]);
    });

    test("only admins of the workspace open, answer and close an audit", async () => {
      const id = await openAuditByHand(world.db, { caller: await admin(november), now: november });
      const elsewhere = await otherPeople(world);
      const stranger = await callerFor(elsewhere, elsewhere.people.admin, november);
      const refusals = async (caller: Awaited<ReturnType<typeof admin>>) => [
        await refusalOf(answerAudit(world.db, { caller, id, question: "issued", note: "x", now: november })),
        await refusalOf(closeAudit(world.db, { caller, id, statement: "x", evidence: "x", now: november })),
      ];
      expect(await refusals(await callerFor(world, people.auditor, november))).toEqual(["not_admin", "not_admin"]);
      expect(await refusals(stranger)).toEqual(["not_found", "not_found"]);
      const auditor = await callerFor(world, people.auditor, november);
      expect(await refusalOf(openAuditByHand(world.db, { caller: auditor, now: november }))).toBe("not_admin");
    });
  });

test("a quarter has its days", () => {
  const days = ["2026-01-01", "2026-03-31", "2026-04-01", "2026-12-31"];
  expect(days.map(quarterOf)).toEqual(["2026-Q1", "2026-Q1", "2026-Q2", "2026-Q4"]);
  expect(days.map(quarterStart)).toEqual(["2026-01-01", "2026-01-01", "2026-04-01", "2026-10-01"]);
});
