import { describe, expect, onTestFinished, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import * as assign from "#app/routes/api.v1.campaigns.$id.assign.ts";
import * as close from "#app/routes/api.v1.campaigns.$id.close.ts";
import * as one from "#app/routes/api.v1.campaigns.$id.ts";
import * as campaigns from "#app/routes/api.v1.campaigns.ts";
import * as command from "#app/routes/api.v1.exceptions.$id.$command.ts";
import { findException } from "#db/exceptions.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type Person } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const deadline = addDays(noon, 14);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const first = await activeException(database, people, { now: noon, endsAt: addDays(noon, 90) });
      const second = await activeException(database, people, { now: noon, endsAt: addDays(noon, 90) });
      const context = contextFor(database);
      const post = async (who: Person, handler: typeof campaigns.action, path: string, given: object, now = noon) => {
        const token = await tokenFor(database, who, ["read", "write"]);
        const answer = await call(handler, path, { context: contextFor(database, { now }), token, ...given });
        return { status: answer.status, body: await answer.json() };
      };
      const begin = (who: Person, reviewers: Person[], over: object = {}) =>
        post(who, campaigns.action, "/api/v1/campaigns", {
          body: { name: "Autumn", reviewer_ids: reviewers.map(({ userId }) => userId), deadline, ...over },
        });
      const change = (who: Person, id: string, what: "assign" | "close", body: object) =>
        post(who, what === "assign" ? assign.action : close.action, `/api/v1/campaigns/${id}/${what}`, {
          params: { id },
          body,
        });
      const review = async (who: Person, id: string, outcome: string, now = noon) => {
        const version = (await findException(database.db, database.workspace.id, id))?.version;
        const params = { id, command: "review" };
        const body = { version, outcome, comment: "Looked at it" };
        return post(who, command.action, `/api/v1/exceptions/${id}/review`, { params, body }, now);
      };
      const read = async (who: Person, id: string) => {
        const token = await tokenFor(database, who, ["read"]);
        return (await call(one.loader, `/api/v1/campaigns/${id}`, { context, token, params: { id } })).json();
      };
      return { ...database, people, first, second, begin, change, review, read };
    };

    test("everything that fits is shared among the reviewers, who are told", async () => {
      const { db, people, begin } = await opened();
      const { status, body } = await begin(people.admin, [people.identity, people.risk]);
      expect([status, body.progress.total, body.progress.open]).toEqual([201, 2, 2]);
      const reviewers = body.items.map(({ reviewer_id }: { reviewer_id: string }) => reviewer_id);
      expect(new Set(reviewers)).toEqual(new Set([people.identity.userId, people.risk.userId]));
      const told = await db.selectFrom("outbox").select("toUserId").where("template", "=", "campaign_begun").execute();
      expect(told.map(({ toUserId }) => toUserId).sort()).toEqual(reviewers.sort());
    });

    test("the review command answers the campaign, and escalating leaves it open", async () => {
      const { people, first, begin, review, read } = await opened();
      const { body } = await begin(people.admin, [people.identity]);
      await review(people.identity, first.id, "escalate");
      expect((await read(people.auditor, body.id)).progress).toMatchObject({ escalated: 1, open: 1 });
      await review(people.leadership, first.id, "keep", addDays(noon, 1));
      const after = await read(people.auditor, body.id);
      expect(after.progress).toMatchObject({ reviewed: 1, escalated: 0, open: 1 });
      expect(after.items[0].review).toMatchObject({ by: people.leadership.userId, outcome: "keep" });
    });

    test("whoever filed it is given no review of it, at the beginning or later", async () => {
      const { db, workspace, people, first, begin, change } = await opened();
      const grant = {
        workspaceId: workspace.id,
        userId: people.requestor.userId,
        role: "approver_risk",
        grantedAt: noon,
      };
      await db.insertInto("roleGrants").values(grant).execute();
      expect(await begin(people.admin, [people.requestor])).toMatchObject({
        status: 400,
        body: { code: "reviewers_conflicted" },
      });
      const { body } = await begin(people.admin, [people.identity]);
      const given = { exception_id: first.id, reviewer_id: people.requestor.userId };
      expect(await change(people.admin, body.id, "assign", given)).toMatchObject({
        status: 403,
        body: { code: "own_review" },
      });
      expect(
        await change(people.admin, body.id, "assign", { ...given, reviewer_id: people.risk.userId }),
      ).toMatchObject({
        status: 200,
        body: { items: [{ reviewer_id: people.risk.userId }, { reviewer_id: people.identity.userId }] },
      });
    });

    test("signed off it stays as it is, with what nobody answered", async () => {
      const { db, people, first, second, begin, change, review, read } = await opened();
      const { body } = await begin(people.admin, [people.identity]);
      await review(people.identity, first.id, "keep");
      const closed = await change(people.risk, body.id, "close", { statement: "As the auditors asked" });
      expect(closed).toMatchObject({ status: 200, body: { closed_by: people.risk.userId } });
      await review(people.identity, second.id, "keep");
      expect((await read(people.auditor, body.id)).progress).toMatchObject({ reviewed: 1, open: 1 });
      expect(await change(people.admin, body.id, "close", { statement: "Again" })).toMatchObject({
        status: 409,
        body: { code: "campaign_closed" },
      });
      const { data } = await db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "campaign.closed")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toMatchObject({ reviewed: 1, unanswered: [second.id] });
    });

    test("a campaign is begun by approvers and admins, about something, for people who can review", async () => {
      const { people, begin } = await opened();
      const refused = async (who: Person, reviewers: Person[], over: object = {}) => {
        const { status, body } = await begin(who, reviewers, over);
        return [status, body.code];
      };
      const { admin, identity, implementer, requestor, auditor } = people;
      expect(await refused(requestor, [identity])).toEqual([403, "not_overseer"]);
      expect(await refused(implementer, [identity])).toEqual([403, "not_overseer"]);
      expect(await refused(auditor, [identity])).toEqual([403, "auditor"]);
      expect(await refused(admin, [auditor])).toEqual([400, "no_reviewer"]);
      expect(await refused(admin, [identity], { deadline: noon })).toEqual([400, "deadline_passed"]);
      const selection = { category: "break_glass" };
      expect(await refused(admin, [identity], { selection })).toEqual([400, "nothing_selected"]);
    });

    test("who has no role sees no campaign", async () => {
      const { people, begin, read } = await opened();
      const { body } = await begin(people.admin, [people.identity]);
      expect(await read(people.requestor, body.id)).toMatchObject({ code: "no_role" });
    });
  });
