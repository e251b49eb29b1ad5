import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { findChoices } from "#app/directory/find-choices.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { categoryPack } from "#app/register/category.ts";
import { type Exception, emptyScope } from "#app/register/exception.ts";
import { type Draft, ScopeSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { gapsFor } from "#app/register/gaps-for.server.ts";
import { relatedTo } from "#app/register/related.server.ts";
import { rulesFor } from "#app/register/rules-for.server.ts";
import { whoCouldApprove } from "#app/register/who-could-approve.server.ts";
import { nextSignIns } from "#app/what-if/next-sign-ins.server.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { later } from "#test/support/sign-in.ts";

const now = later(testStart, 3600);
const { stages } = categoryPack[0] as (typeof categoryPack)[number];

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const { db, workspace } = base;
      for (const [kind, id, title] of [
        ["group", "finance", "Finance"],
        ["group", "staff-list", "Tout le monde"],
        ["group", "crowd", "Crowd"],
        ["application", "mail", "Mail"],
      ] as const)
        await addDirectoryObject(db, workspace.id, { kind, id, name: title }, testStart);
      await join("finance", people.risk);
      for (const person of Object.values(people)) await join("crowd", person);
    });
    afterAll(() => base.close());

    const join = (objectId: string, { userId }: Person) =>
      addMembership(base.db, base.workspace.id, { userId, kind: "group", objectId }, testStart);
    const callerOf = ({ userId, userName, roles }: Person) =>
      ({
        workspace: base.workspace,
        user: { id: userId, userName },
        roles: [...roles],
        actor: { userId, roles, aal: 2, factorUsedAt: now },
      }) as unknown as Caller; // what the questions here look at
    const file = (over: Partial<Draft>, requestor = people.requestor) =>
      fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(over),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now,
      });
    const who = (over: Partial<Exception>) =>
      whoCouldApprove(
        base.db,
        {
          ...{
            workspaceId: base.workspace.id,
            requestorId: people.requestor.userId,
            beneficiaryId: null,
            rating: null,
          },
          ...{ scope: emptyScope, ...over },
        },
        { stages, least: "low", requestorId: people.requestor.userId },
      );

    test("who could approve is said by name, for each rating that needs other people", async () => {
      const { byRating, conflicted } = await who({});
      expect(byRating.map(({ ratings, staffing }) => [ratings, staffing.stages.map(({ names }) => names)])).toEqual([
        [["low", "moderate"], [["identity", "identity2"]]],
        [["high"], [["identity", "identity2"], ["risk"]]],
        [["critical"], [["identity", "identity2"], ["risk"], ["leadership"]]],
      ]);
      expect([byRating.map(({ staffing }) => staffing.short), conflicted]).toEqual([[[], [], []], []]);
    });

    test("whoever files it, is named in it or is in its group cannot decide, and a stage without anybody is short", async () => {
      const { byRating, conflicted } = await who({
        ...{ rating: "high", requestorId: people.identity.userId, beneficiaryId: people.identity2.userId },
        scope: { ...emptyScope, groups: ["finance"], users: [people.implementer.userId] },
      });
      expect(byRating.map(({ staffing }) => staffing.short)).toEqual([["identity", "risk", "implementer"]]);
      expect(conflicted).toEqual([
        { name: "identity", why: "requestor" },
        { name: "identity2", why: "beneficiary" },
        { name: "risk", why: "beneficiary" },
        { name: "implementer", why: "beneficiary" },
      ]);
    });

    test("a group that is called or is nearly everybody is refused, in the form and at submission", async () => {
      const { db, workspace } = base;
      for (const group of ["staff-list", "crowd"]) {
        const record = await file({ scope: { ...completeDraft().scope, groups: [group] } });
        const gaps = await gapsFor(db, record, await rulesFor(db, record), now);
        expect(gaps.map(({ field, code }) => [field, code])).toEqual([["scope.groups", "nearly_everyone"]]);
        const { userId, roles } = people.requestor;
        const submission = apply(db, {
          ...{ workspaceId: workspace.id, id: record.id, now },
          input: { command: "submit", comment: "", version: record.version },
          actor: { userId, roles, aal: 2, factorUsedAt: now },
          auditActor: { kind: "user", id: userId },
        });
        expect(await refusalOf(submission)).toBe("incomplete");
      }
    });

    test("related are those about the same people or applications, with what overlaps first and what was learned", async () => {
      const { db } = base;
      const aboutSelf = { ...completeDraft().scope, servicePrincipals: [], users: [people.requestor.userName] };
      const theirs = { title: "In force", scope: aboutSelf, ownerId: people.admin.userName };
      await activeException(base, people, { now: testStart, ...theirs });
      const other = await file({ title: "Same application", scope: { ...aboutSelf, users: [people.owner.userName] } });
      await file({
        title: "Elsewhere",
        scope: ScopeSchema.parse({ servicePrincipals: ["svc-other"], applications: ["crm"] }),
      });
      const mine = await file({ title: "Mine", scope: aboutSelf });
      const seenBy = async (person: Person) =>
        (await relatedTo(db, callerOf(person), mine, now)).map(({ title, relation, common }) => [
          title,
          relation,
          common,
        ]);
      const overlapping = ["In force", "overlaps", ["requestor", "Mail"]];
      const asAdmin = await seenBy(people.admin);
      expect(asAdmin[0]).toEqual(overlapping);
      expect(asAdmin).toContainEqual([other.title, "open", ["Mail"]]);
      expect(asAdmin.map(([title]) => title)).not.toContain("Elsewhere");
      expect(await seenBy(people.requestor)).toEqual(expect.arrayContaining([overlapping]));
      // Somebody without a role sees of the others only what concerns them.
      expect((await seenBy(people.owner)).map(([title]) => title)).not.toContain("In force");
    });

    test("the next sign-in is shown before and after, of others only to those who see sign-ins", async () => {
      const { db } = base;
      const users = [people.requestor.userName, people.owner.userName];
      // Their time to enrol is over.
      await db.updateTable("users").set({ firstSignInAt: testStart }).execute();
      const afterGrace = later(now, 30 * 86_400);
      const scope = ScopeSchema.parse({ users, applications: ["mail"], networks: ["10.24.8.0/28"] });
      const record = await file({ effect: "waive_mfa", scope });
      const own = await nextSignIns(db, callerOf(people.requestor), record, afterGrace);
      expect([own.rows.map(({ subject }) => subject), own.hidden, own.client.ip]).toEqual([
        ["requestor"],
        1,
        "10.24.8.0",
      ]);
      const all = await nextSignIns(db, callerOf(people.admin), record, afterGrace);
      expect([all.rows.length, all.hidden, all.subjects, all.applications]).toEqual([2, 0, 2, 1]);
      for (const { before, after } of all.rows)
        expect([before.outcome, after.reason]).toEqual([expect.not.stringMatching("allow"), "MFA_EXCEPTION_APPLIED"]);
      expect(await recordedDecisions(db)).toEqual([]);
    });

    test("whoever it is for is told once it is submitted, and cannot decide", async () => {
      const { db, workspace } = base;
      const record = await file({ beneficiaryId: people.identity2.userName });
      const { userId, roles } = people.requestor;
      const submitted = await apply(db, {
        ...{ workspaceId: workspace.id, id: record.id, now },
        input: { command: "submit", comment: "", version: record.version },
        actor: { userId, roles, aal: 2, factorUsedAt: now },
        auditActor: { kind: "user", id: userId },
      });
      const told = await db
        .selectFrom("outbox")
        .select(["template", "toUserId"])
        .where("data", "like", `%${record.id}%`)
        .execute();
      const templatesTo = (id: string) =>
        told.filter(({ toUserId }) => toUserId === id).map(({ template }) => template);
      expect(templatesTo(people.identity2.userId)).toEqual(["filed_for_you"]);
      expect(templatesTo(people.identity.userId)).toEqual(["approval_needed"]);
      const { conflicted } = await who({ beneficiaryId: submitted.beneficiaryId });
      expect(conflicted).toEqual([{ name: "identity2", why: "beneficiary" }]);
    });

    test("a search of two letters or more finds people by name and objects by id, and none who is disabled", async () => {
      const { db, workspace } = base;
      const find = (kind: "user" | "group", typed: string) => findChoices(db, workspace.id, { kind, typed });
      expect(await find("user", "i")).toEqual([]);
      expect(await find("user", "identity2")).toEqual([{ value: people.identity2.userName, label: "identity2" }]);
      expect(await find("group", "tout le")).toEqual([{ value: "staff-list", label: "Tout le monde" }]);
      await db.updateTable("users").set({ disabledAt: now }).where("id", "=", people.boss.userId).execute();
      expect(await find("user", "boss")).toEqual([]);
    });
  });
