import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays } from "#app/register/days.ts";
import { decidersOf } from "#app/register/deciders.server.ts";
import { delegate, endDelegation } from "#app/register/delegate.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Draft, ScopeSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { sightOf } from "#app/register/show.server.ts";
import { waitingFor } from "#app/register/waiting.server.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { findUser, replaceRoles, setDisabled } from "#db/users.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;
type Who = keyof People;

const high = { likelihood: 4, impact: 4 } as const;
const assess: Said = { command: "assess", inherent: high, residual: high, comment: "Looked at it" };
const approve: Said = { command: "approve", comment: "" };
const until = addDays(noon, 5);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    let people: People;
    beforeAll(async () => {
      opened = await open();
      people = await addPeople(opened);
      // The risk approver is away; somebody without any office takes the place.
      await give("risk", "owner");
    });
    afterAll(() => opened.close());

    const actorOf = (who: Who, now = noon) => ({ ...people[who], aal: 2 as const, factorUsedAt: now });

    function give(from: Who, to: Who, endsAt = until, now = noon) {
      return delegate(opened.db, {
        workspaceId: opened.workspace.id,
        asked: { to: people[to].userName, ends_at: endsAt, reason: "On leave" },
        by: actorOf(from, now),
        actor: { kind: "user", id: people[from].userId },
        now,
      });
    }

    async function run(id: string, who: Who, said: Said, now = noon): Promise<Exception> {
      const { version = 0 } = (await findException(opened.db, opened.workspace.id, id)) ?? {};
      const auditActor = { kind: "user", id: people[who].userId } as const;
      const input = { ...said, version } as CommandInput; // one of its members with the version it lacks
      return apply(opened.db, {
        workspaceId: opened.workspace.id,
        id,
        input,
        actor: actorOf(who, now),
        auditActor,
        now,
      });
    }

    async function submitted(over: Partial<Draft> = {}, by: Who = "requestor") {
      const { id } = await fileException(opened.db, {
        workspaceId: opened.workspace.id,
        draft: completeDraft({ startsAt: noon, ...over }),
        requestor: people[by],
        actor: { kind: "user", id: people[by].userId },
        now: noon,
      });
      await run(id, by, { command: "submit", comment: "" });
      return id;
    }

    async function assessed(over: Partial<Draft> = {}, by: Who = "requestor") {
      const id = await submitted(over, by);
      await run(id, "leadership", assess);
      return id;
    }

    test("a delegate approves in the place of whoever is away, and the record says both", async () => {
      const id = await assessed();
      await run(id, "owner", approve);
      const [given] = await approvalsOf(opened.db, opened.workspace.id, [id]);
      expect(given).toMatchObject({
        approverId: people.owner.userId,
        onBehalfOf: people.risk.userId,
        approverGroup: "risk",
      });
    });

    test("a delegate cannot decide what the absent requested", async () => {
      const id = await assessed({}, "risk");
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ status: 403, code: "absent_is_conflicted" });
    });

    test("a delegate cannot decide about the absent", async () => {
      const id = await assessed({ beneficiaryId: people.risk.userId });
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ status: 403, code: "absent_is_conflicted" });
      const scope = ScopeSchema.parse({ users: [people.risk.userId], applications: ["mail"], protocols: ["imap"] });
      const named = await assessed({ scope });
      await expect(run(named, "owner", approve)).rejects.toMatchObject({ code: "absent_is_conflicted" });
    });

    test("a delegate cannot decide what they requested, or what is about themselves", async () => {
      const own = await assessed({}, "owner");
      await expect(run(own, "owner", approve)).rejects.toMatchObject({ status: 403, code: "own_request" });
      const about = await assessed({ beneficiaryId: people.owner.userId });
      await expect(run(about, "owner", approve)).rejects.toMatchObject({ status: 403, code: "own_benefit" });
    });

    test("a delegate cannot decide what the absent has decided, nor the absent after the delegate", async () => {
      const id = await assessed();
      await run(id, "risk", approve);
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ status: 403, code: "not_needed" });
      const other = await assessed();
      await run(other, "owner", approve);
      await expect(run(other, "risk", approve)).rejects.toMatchObject({ status: 409, code: "already_approved" });
    });

    test("a delegate cannot ratify what the absent granted in an emergency", async () => {
      const id = await submitted();
      await run(id, "risk", { command: "grant_emergency", comment: "Mail stands still" });
      await run(id, "leadership", assess);
      await expect(run(id, "owner", { command: "ratify", comment: "" })).rejects.toMatchObject({
        status: 403,
        code: "absent_is_conflicted",
      });
    });

    test("a delegate cannot extend what the absent put in place", async () => {
      const { db, workspace } = opened;
      await replaceRoles(db, workspace.id, people.identity2.userId, ["approver_identity", "implementer"], noon);
      const both = {
        ...people,
        identity2: { ...people.identity2, roles: ["approver_identity", "implementer"] as const },
      };
      people = both;
      await give("identity2", "admin");
      const id = await assessed();
      await run(id, "identity", approve);
      await run(id, "risk", approve);
      const change = { change_reference: "CHG-1", where: "Mail gateway", what: "Allowed", comment: "" };
      const active = await run(id, "identity2", { command: "implement", ...change });
      const later = addDays(active.endsAt, 5);
      await run(id, "requestor", { command: "request_extension", ends_at: later, comment: "Late" });
      await expect(run(id, "admin", approve)).rejects.toMatchObject({ status: 403, code: "absent_is_conflicted" });
    });

    test("a delegate of a delegate has nothing", async () => {
      await give("identity2", "leadership", addDays(noon, 1), addDays(noon, -2));
      await expect(give("owner", "admin")).rejects.toMatchObject({ status: 403, code: "no_place_to_give" });
      const id = await assessed();
      // Leadership takes the identity approver's place; whoever takes leadership's gets leadership's own groups alone.
      await give("leadership", "implementer");
      await expect(run(id, "implementer", approve)).rejects.toMatchObject({ status: 403, code: "not_needed" });
    });

    test("two delegates of one person fill one place", async () => {
      const id = await assessed({ category: "legacy_or_service_account" });
      await give("risk", "boss");
      await run(id, "owner", approve);
      await expect(run(id, "boss", approve)).rejects.toMatchObject({ status: 403, code: "not_needed" });
      const given = await approvalsOf(opened.db, opened.workspace.id, [id]);
      expect(given).toHaveLength(1);
    });

    test("at the instant at which it ends a delegation does nothing any more", async () => {
      const id = await assessed();
      await expect(run(id, "owner", approve, until)).rejects.toMatchObject({ status: 403, code: "not_approver" });
      const before = new Date(Date.parse(until) - 1).toISOString();
      expect((await run(id, "owner", approve, before)).state).toBe("assessed");
    });

    test("a delegation does nothing before it begins", async () => {
      const id = await assessed();
      await expect(run(id, "owner", approve, addDays(noon, -1))).rejects.toMatchObject({ code: "not_approver" });
    });

    test("a place is worth what its holder may still do with it", async () => {
      const { db, workspace } = opened;
      const id = await assessed();
      await replaceRoles(db, workspace.id, people.risk.userId, [], noon);
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ code: "not_approver" });
      await replaceRoles(db, workspace.id, people.risk.userId, ["approver_risk", "auditor"], noon);
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ code: "not_approver" });
      await replaceRoles(db, workspace.id, people.risk.userId, ["approver_risk"], noon);
      await setDisabled(db, workspace.id, people.risk.userId, noon);
      await expect(run(id, "owner", approve)).rejects.toMatchObject({ code: "not_approver" });
      await setDisabled(db, workspace.id, people.risk.userId, null);
      expect((await run(id, "owner", approve)).version).toBeGreaterThan(0);
    });

    test("those who can decide are the approvers and the delegates, but for whom a conflict keeps from it", async () => {
      const id = await assessed({ beneficiaryId: people.identity.userId });
      const record = await findException(opened.db, opened.workspace.id, id);
      const deciders = await decidersOf(opened.db, opened.workspace.id, record ? [record] : [], noon);
      const ids = deciders.get(id)?.map(({ user }) => user.id);
      expect(ids).toEqual(expect.arrayContaining([people.owner.userId, people.risk.userId, people.identity2.userId]));
      expect(ids).not.toContain(people.identity.userId);
      expect(ids).not.toContain(people.requestor.userId);
    });

    test.for<[string, Who, Who, string | undefined, string]>([
      ["nobody takes their own place", "risk", "risk", undefined, "own_delegate"],
      ["an auditor takes nobody's place", "risk", "auditor", undefined, "auditor_delegate"],
      ["nobody gives a place that they do not have", "implementer", "owner", undefined, "no_place_to_give"],
      ["an auditor gives nothing", "auditor", "owner", undefined, "auditor"],
      ["more than 90 days are too long", "risk", "owner", addDays(noon, 91), "delegation_too_long"],
      ["it ends after it begins", "risk", "owner", noon, "ends_before_start"],
    ])("%s", async ([, from, to, endsAt, code]) => {
      await expect(give(from, to, endsAt)).rejects.toMatchObject({ code });
    });

    test("a delegate without a role sees what waits while they take the place, and nothing of it after", async () => {
      const { db, workspace } = opened;
      const id = await assessed();
      const { userId, roles } = people.owner;
      const user = await findUser(db, workspace.id, userId);
      if (!user) throw new Error("the owner is gone");
      const callerAt = (now: string): Caller => ({
        ...{ workspace, user, roles: [...roles], actor: actorOf("owner", now), session: null, token: null },
        auditActor: { kind: "user", id: userId },
      });
      const waiting = async (now: string) =>
        (await waitingFor(db, callerAt(now), now)).sights.map(({ record }) => record.id);
      expect(await waiting(noon)).toContain(id);
      expect((await sightOf(db, callerAt(noon), id, noon)).record.id).toBe(id);
      expect(await waiting(until)).toEqual([]);
    });

    test("giving a place away needs a fresh factor", async () => {
      const stale = { ...actorOf("risk"), factorUsedAt: addDays(noon, -1) };
      const asked = { to: people.owner.userName, ends_at: until, reason: "On leave" };
      const actor = { kind: "user", id: people.risk.userId } as const;
      await expect(
        delegate(opened.db, { workspaceId: opened.workspace.id, asked, by: stale, actor, now: noon }),
      ).rejects.toMatchObject({ status: 403, code: "step_up_required" });
    });

    test("both are told, of its beginning and of its end, and it ends once", async () => {
      const { id } = await give("identity2", "requestor");
      const { db, workspace } = opened;
      const ending = (who: Who) =>
        endDelegation(db, {
          workspaceId: workspace.id,
          id,
          by: people[who],
          actor: { kind: "user", id: people[who].userId },
          now: noon,
        });
      await expect(ending("implementer")).rejects.toMatchObject({ status: 404, code: "not_found" });
      await expect(ending("auditor")).rejects.toMatchObject({ status: 403, code: "auditor" });
      expect((await ending("admin")).revokedAt).toBe(noon);
      await expect(ending("identity2")).rejects.toMatchObject({ status: 409, code: "delegation_ended" });
      const mails = await db
        .selectFrom("outbox")
        .select(["template", "toUserId"])
        .where("template", "in", ["delegation_created", "delegation_ended"])
        .where("toUserId", "=", people.requestor.userId)
        .orderBy("template")
        .execute();
      expect(mails.map(({ template }) => template)).toEqual(["delegation_created", "delegation_ended"]);
    });
  });
