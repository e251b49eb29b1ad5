import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bulk, previewBulk } from "#app/register/bulk.server.ts";
import { type BulkRefusal, bulkActionsFor, refuseAssignment, refuseReminder } from "#app/register/bulk.ts";
import type { BulkWire } from "#app/register/bulk-wire.ts";
import type { Exception } from "#app/register/exception.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { historyOf } from "#db/audit-trail.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { listDueMessages } from "#db/outbox.ts";
import { setDisabled } from "#db/users.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { make, noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later } from "#test/support/sign-in.ts";

test("nothing is approved by the dozen", () => {
  expect(bulkActionsFor(["approver_identity", "owner"])).toEqual(["remind", "assign_owner", "review", "export"]);
  expect(bulkActionsFor(["auditor", "admin"])).toEqual(["export"]);
});

const admin = { userId: "usr_admin", roles: ["admin"] } as const;
const requestor = { userId: "usr_requestor", roles: [] } as const;
const passerBy = { userId: "usr_other", roles: [] } as const;

test.each<[string, Partial<Exception>, Parameters<typeof refuseAssignment>[1], BulkRefusal | null]>([
  ["a draft is its requestor's", { state: "draft" }, requestor, null],
  ["a draft is nobody else's, an admin's neither", { state: "draft" }, admin, "not_requestor"],
  ["what nobody has taken on yet is anybody's", { state: "draft", requestorId: null }, passerBy, null],
  ["what is assessed is still its requestor's", { state: "assessed" }, requestor, null],
  ["what was approved is an admin's", { state: "approved" }, admin, null],
  ["what is in force is an admin's", { state: "active" }, admin, null],
  ["what is in force is not its requestor's", { state: "active" }, requestor, "not_admin"],
  ["what was revoked has an owner who closes it", { state: "revoked" }, admin, null],
  ["what is closed is over", { state: "closed" }, admin, "over"],
  ["the same person is no other owner", { state: "active", ownerId: "usr_new" }, admin, "same_owner"],
  ["an auditor changes nothing", { state: "active" }, { ...admin, roles: ["admin", "auditor"] }, "auditor"],
])("another owner: %s", (_rule, record, person, refusal) => {
  expect(refuseAssignment(make.exception(record), person, "usr_new")).toBe(refusal);
});

type Around = Parameters<typeof refuseReminder>[2];

const around: Around = { ownerIsDisabled: false, lastRemindedAt: null, now: noon };

test.each<[string, Partial<Exception>, Parameters<typeof refuseReminder>[1], Partial<Around>, BulkRefusal | null]>([
  ["whoever filed it may ask", { state: "active" }, requestor, {}, null],
  ["somebody who has nothing to do with it may not", { state: "active" }, passerBy, {}, "not_involved"],
  ["there is nobody to remind", { state: "active", ownerId: null }, admin, {}, "no_owner"],
  ["nobody reminds themselves", { state: "active", ownerId: "usr_admin" }, admin, {}, "own_reminder"],
  ["who cannot sign in is not reminded", { state: "active" }, admin, { ownerIsDisabled: true }, "owner_disabled"],
  ["once a day is enough", { state: "active" }, admin, { lastRemindedAt: later(noon, -3600) }, "reminded_lately"],
  ["the next day is another one", { state: "active" }, admin, { lastRemindedAt: later(noon, -86_400) }, null],
  ["what is rejected is over", { state: "rejected" }, admin, {}, "over"],
])("a reminder: %s", (_rule, record, person, over, refusal) => {
  expect(refuseReminder(make.exception(record), person, { ...around, ...over })).toBe(refusal);
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let live: Exception;
    let draft: Exception;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      live = await activeException(base, people, { now: testStart });
      draft = await fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: testStart,
      });
    });
    afterAll(() => base.close());

    const now = later(testStart, 7200);
    const doing = async (who: keyof People, request: BulkWire, at = now) =>
      bulk(base.db, await callerFor(base, people[who], at), request, at);
    const codes = async (who: keyof People, request: BulkWire, at = now) =>
      (await doing(who, request, at)).results.map(({ code }) => code);
    const record = async (id: string) => (await findException(base.db, base.workspace.id, id)) as Exception; // it was filed above
    const mails = async (template: string) =>
      (await listDueMessages(base.db, base.workspace.id, later(now, 1e6), 500)).filter(
        (message) => message.template === template,
      );

    test("each record has an outcome of its own, and one that is refused holds up no other", async () => {
      const ids = [draft.id, "EXC-1999-0001", live.id, live.id];
      const answer = await doing("admin", {
        action: "assign_owner",
        ids,
        owner_id: "risk@acme.example",
        comment: "Left",
      });
      expect(answer).toMatchObject({ done: 1, refused: 2 });
      expect(answer.results.map(({ id, status, code }) => [id, status, code])).toEqual([
        [draft.id, 403, "not_requestor"],
        ["EXC-1999-0001", 404, "not_found"],
        [live.id, 200, null],
      ]);
    });

    test("what is decided keeps its approvals and its content when an admin gives it to another owner, who is told", async () => {
      const after = await record(live.id);
      expect(after).toMatchObject({ ownerId: people.risk.userId, state: "active", contentHash: live.contentHash });
      expect(after.version).toBe(live.version + 1);
      const [approval] = await approvalsOf(base.db, base.workspace.id, [live.id]);
      expect(approval?.contentHash).toBe(after.contentHash);
      const told = (await mails("owner_assigned")).map(({ toAddress }) => toAddress);
      expect(told.sort()).toEqual(["owner@acme.example", "risk@acme.example"]);
      const event = (await historyOf(base.db, base.workspace.id, { kind: "exception", id: live.id })).at(-1);
      expect([event?.type, JSON.parse(event?.data ?? "")]).toEqual([
        "exception.owner_assigned",
        { before: people.owner.userId, after: people.risk.userId, comment: "Left" },
      ]);
    });

    test("before a record is decided another owner is an edit by whoever filed it", async () => {
      const request: BulkWire = {
        action: "assign_owner",
        ids: [draft.id],
        owner_id: people.risk.userId,
        comment: "Hers",
      };
      expect(await codes("requestor", request)).toEqual([null]);
      const after = await record(draft.id);
      expect(after.ownerId).toBe(people.risk.userId);
      expect(after.contentHash).not.toBe(draft.contentHash);
      expect(await codes("requestor", request)).toEqual(["same_owner"]);
    });

    test("nobody becomes an owner who is not there, or who is barred", async () => {
      const to = (owner_id: string): BulkWire => ({ action: "assign_owner", ids: [live.id], owner_id, comment: "x" });
      expect(await codes("admin", to("nobody@acme.example"))).toEqual(["unknown_user"]);
      await setDisabled(base.db, base.workspace.id, people.identity2.userId, now);
      expect(await codes("admin", to("identity2@acme.example"))).toEqual(["unknown_user"]);
    });

    test("an owner is reminded once a day, by somebody else", async () => {
      const request: BulkWire = { action: "remind", ids: [live.id], comment: "The vendor has answered" };
      expect(await codes("risk", request)).toEqual(["own_reminder"]);
      expect(await codes("identity", request)).toEqual([null]);
      expect(await codes("admin", request)).toEqual(["reminded_lately"]);
      expect(await codes("admin", request, later(now, 90_000))).toEqual([null]);
      expect((await mails("owner_reminded")).map(({ toAddress, data }) => [toAddress, data.comment])).toEqual([
        ["risk@acme.example", "The vendor has answered"],
        ["risk@acme.example", "The vendor has answered"],
      ]);
    });

    test("an auditor is refused altogether, and somebody without a role does not learn what there is", async () => {
      const request: BulkWire = { action: "remind", ids: [live.id], comment: "" };
      await expect(doing("auditor", request)).rejects.toMatchObject({ status: 403, code: "auditor" });
      const { userId, userName } = people.boss;
      const stranger = { ...people, requestor: { userId, userName, roles: [] } };
      const caller = await callerFor(base, stranger.requestor, now);
      const { results } = await bulk(base.db, caller, request, now);
      expect(results.map(({ code }) => code)).toEqual(["not_found"]);
    });

    test("the page says beforehand what would be left as it is, by the same rules", async () => {
      const seen = async (who: keyof People, action: "remind" | "assign_owner" | "review") =>
        (
          await previewBulk(base.db, await callerFor(base, people[who], now), { action, ids: [live.id, draft.id] }, now)
        ).map(({ record: { id }, refusal }) => [id, refusal === null]);
      expect(await seen("admin", "assign_owner")).toEqual([
        [draft.id, false],
        [live.id, true],
      ]);
      expect(await seen("identity", "review")).toEqual([
        [draft.id, false],
        [live.id, true],
      ]);
    });
  });
