import { describe, expect, onTestFinished, test } from "vitest";
import { checkControl } from "#app/controls/check-control.server.ts";
import { controlPack } from "#app/controls/control.ts";
import { type TokenFilter, tokenFilters } from "#app/oath/token-query.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { insertCampaign } from "#db/campaigns.ts";
import { openOathAudit } from "#db/oath-audits.ts";
import { chaseChecks } from "#jobs/chase-checks.ts";
import { chaseOathAudits } from "#jobs/chase-oath-audits.ts";
import type { Job } from "#jobs/job.ts";
import { remindReviewers } from "#jobs/remind-reviewers.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";

const deadline = addDays(testStart, 20);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const nameOf = new Map(Object.entries(people).map(([who, { userId }]) => [userId, who]));
      const run = (job: Job, now: string) => job.run(jobContext(database), workspace, now);
      const told = async (template: string) =>
        (await db.selectFrom("outbox").select("toUserId").where("template", "=", template).execute())
          .map(({ toUserId }) => nameOf.get(toUserId ?? ""))
          .sort();
      return { ...database, people, run, told };
    };

    test("a control that nobody checked in time is told to the owner once; a check begins its time anew", async () => {
      const { db, workspace, people, run, told, ...rest } = await opened();
      const monitored = controlPack.find(({ id }) => id === "session_monitoring"); // every 14 days
      if (!monitored) throw new Error("the pack lacks session monitoring");
      const controls = [{ name: monitored.name, howChecked: "", catalogueId: monitored.id }];
      const term = { now: testStart, endsAt: addDays(testStart, 60), compensatingControls: controls };
      const record = await activeException({ ...rest, db, workspace }, people, term);
      expect(await run(chaseChecks, addDays(testStart, 14))).toEqual({ told: 0, failed: 0 });
      await Promise.all([1, 2, 3].map(() => run(chaseChecks, addHours(testStart, 14 * 24 + 1))));
      await run(chaseChecks, addDays(testStart, 20));
      expect(await told("checks_overdue")).toEqual(["owner"]);
      await checkControl(db, {
        ...{ workspaceId: workspace.id, id: record.id, control: monitored.name, result: "passed", note: "Played back" },
        by: { ...people.implementer, isBeneficiary: false },
        actor: { kind: "user", id: people.implementer.userId },
        now: addDays(testStart, 20),
      });
      await run(chaseChecks, addDays(testStart, 34));
      expect(await told("checks_overdue")).toEqual(["owner"]);
      await run(chaseChecks, addDays(testStart, 34.1));
      expect(await told("checks_overdue")).toEqual(["owner", "owner"]);
    });

    const campaignOf = (people: People) => ({
      ...{ id: "cmp_autumn", name: "Autumn", deadline, createdAt: testStart, createdBy: people.admin.userId },
      selection: { category: null, rating: null, ownerId: null, application: null },
      ...{ closedAt: null, closedBy: null, statement: null },
    });

    test("reviewers hear of what they have open before the deadline, and the author with them once it has passed", async () => {
      const { db, workspace, people, run, told, ...rest } = await opened();
      const world = { ...rest, db, workspace };
      const term = { now: testStart, endsAt: addDays(testStart, 60) };
      const ids = [await activeException(world, people, term), await activeException(world, people, term)].map(
        ({ id }) => id,
      );
      const [first = "", second = ""] = ids;
      await insertCampaign(db, workspace.id, campaignOf(people), [
        { exceptionId: first, reviewerId: people.risk.userId },
        { exceptionId: second, reviewerId: people.leadership.userId },
      ]);
      expect(await run(remindReviewers, addHours(addDays(deadline, -7), -1))).toEqual({ reminded: 0, failed: 0 });
      await Promise.all([1, 2, 3].map(() => run(remindReviewers, addDays(deadline, -7))));
      expect(await told("campaign_reminder")).toEqual(["leadership", "risk"]);
      const review = { command: "review", outcome: "keep", comment: "Needed" } as const;
      await commandsOf(world, people)(first, "risk", review, addDays(deadline, -3));
      await run(remindReviewers, addDays(deadline, -1));
      expect(await told("campaign_reminder")).toEqual(["leadership", "leadership", "risk"]);
      await run(remindReviewers, deadline);
      await run(remindReviewers, addDays(deadline, 2));
      expect(await told("campaign_overdue")).toEqual(["admin", "leadership"]);
    });

    test("a campaign that began shortly before its deadline was announced with it", async () => {
      const { db, workspace, people, run, told, ...rest } = await opened();
      const record = await activeException({ ...rest, db, workspace }, people, {
        now: testStart,
        endsAt: addDays(testStart, 60),
      });
      const campaign = { ...campaignOf(people), deadline: addDays(testStart, 5) };
      await insertCampaign(db, workspace.id, campaign, [{ exceptionId: record.id, reviewerId: people.risk.userId }]);
      await run(remindReviewers, addHours(testStart, 1));
      expect(await told("campaign_reminder")).toEqual([]);
    });

    test("admins hear of an audit of tokens before it is due and when it is overdue, once each", async () => {
      const { db, workspace, run, told } = await opened();
      const counts = Object.fromEntries(tokenFilters.map((filter) => [filter, 0])) as Record<TokenFilter, number>; // each
      await openOathAudit(db, workspace.id, {
        ...{ id: "oau_1", quarter: "2026-Q4", openedAt: testStart, openedBy: null, dueAt: addDays(testStart, 30) },
        figures: { counts, seedHolders: [] },
      });
      for (const day of [22, 23, 24, 29, 30, 31]) await run(chaseOathAudits, addDays(testStart, day));
      expect(await told("oath_audit_due")).toEqual(["admin", "admin", "admin", "boss", "boss", "boss"]);
    });
  });
