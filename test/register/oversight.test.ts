import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { contentHash } from "#app/register/content-hash.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { clock } from "#app/register/guards.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { reviewsOf } from "#db/reviews.ts";
import { putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Carried<C> = C extends { command: string; version: number } ? Omit<C, "version"> : never;
type Said = Carried<CommandInput>;

const end = addDays(noon, 30);
const draft = DraftSchema.parse({
  title: "IMAP polling for the claims mailbox",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  scope: { servicePrincipals: ["svc-claims-mail"], applications: ["mail"], protocols: ["imap"] },
  ownerId: "owner@acme.example",
  justification: "The intake system speaks nothing but IMAP until its next release.",
  startsAt: noon,
  endsAt: end,
  compensatingControls: [{ name: "Restricted network", howChecked: "Firewall rule 12" }],
  monitoringPlan: "Messaging looks at its sign-ins every week.",
  milestones: [{ title: "Connector bought", dueAt: addDays(noon, 10) }],
  details: { exit_plan: "OAuth connector in January" },
});

const high = { likelihood: 4, impact: 4 } as const;
const assess: Said = { command: "assess", inherent: high, residual: high, comment: "Looked at it" };
const approve: Said = { command: "approve", comment: "" };
const implement: Said = { command: "implement", ...putInPlace, comment: "" };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let opened: TestDatabase;
    let people: People;
    beforeAll(async () => {
      opened = await open();
      people = await addPeople(opened);
    });
    afterAll(() => opened.close());

    async function run(id: string, who: keyof People | "clock", said: Said, now = noon) {
      const record = await findException(opened.db, opened.workspace.id, id);
      const actor = who === "clock" ? clock : { ...people[who], aal: 2 as const, factorUsedAt: now };
      return apply(opened.db, {
        workspaceId: opened.workspace.id,
        id,
        input: { version: record?.version ?? 0, ...said } as CommandInput, // the version is the one just read
        actor,
        auditActor: who === "clock" ? { kind: "job", id: "test" } : { kind: "user", id: actor.userId },
        now,
      });
    }

    async function submitted() {
      const { id } = await fileException(opened.db, {
        workspaceId: opened.workspace.id,
        draft,
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
      await run(id, "requestor", { command: "submit", comment: "" });
      return id;
    }

    async function active() {
      const id = await submitted();
      await run(id, "risk", assess);
      await run(id, "identity", approve);
      await run(id, "risk", approve);
      await run(id, "implementer", implement);
      return id;
    }

    const tomorrow = addDays(noon, 1);
    const later = addDays(end, 20);

    test("an approver may agree to a shorter term, and the approvals given before still count", async () => {
      const id = await submitted();
      await run(id, "risk", assess);
      await run(id, "identity", approve);
      const sooner = addDays(noon, 10);
      await expect(run(id, "risk", { ...approve, ends_at: sooner } as Said)).rejects.toMatchObject({
        code: "comment_needed",
      });
      const approved = await run(id, "risk", { command: "approve", ends_at: sooner, comment: "Ten days are enough" });
      expect(approved).toMatchObject({ state: "approved", endsAt: sooner, agreedEndsAt: end, originalEndsAt: sooner });
      expect(contentHash(approved)).toBe(approved.contentHash);
      await expect(run(id, "identity", { command: "approve", ends_at: later, comment: "x" })).rejects.toMatchObject({
        code: "no_such_move",
      });
    });

    test("an extension needs its own approvals, and until then the end stays as it is", async () => {
      const id = await active();
      const asked = await run(
        id,
        "requestor",
        { command: "request_extension", ends_at: later, comment: "Late" },
        tomorrow,
      );
      expect(asked).toMatchObject({ state: "active", endsAt: end, extensionCount: 0 });
      await expect(
        run(id, "owner", { command: "request_extension", ends_at: later, comment: "Late" }, tomorrow),
      ).rejects.toMatchObject({ status: 409, code: "extension_waits" });
      await expect(run(id, "requestor", approve, tomorrow)).rejects.toMatchObject({ code: "own_request" });
      expect((await run(id, "identity", approve, tomorrow)).endsAt).toBe(end);
      const extended = await run(id, "risk", approve, tomorrow);
      expect(extended).toMatchObject({
        state: "active",
        endsAt: later,
        originalEndsAt: end,
        extensionCount: 1,
        extension: null,
      });
      expect(contentHash(extended)).toBe(extended.contentHash);
      const given = await approvalsOf(opened.db, opened.workspace.id, [id]);
      expect(given.filter((each) => each.contentHash === extended.contentHash)).toHaveLength(2);
    });

    test("an extension goes no further than its category lets it", async () => {
      const id = await active();
      const tooLate = addDays(end, 91);
      await expect(
        run(id, "requestor", { command: "request_extension", ends_at: tooLate, comment: "Late" }, tomorrow),
      ).rejects.toMatchObject({ status: 400, code: "extension_too_long" });
    });

    test("an extension that is refused leaves the record in force until its end", async () => {
      const id = await active();
      await run(id, "requestor", { command: "request_extension", ends_at: later, comment: "Late" }, tomorrow);
      const refused = await run(id, "identity", { command: "reject", comment: "Long enough" }, tomorrow);
      expect(refused).toMatchObject({ state: "active", endsAt: end, extension: null, extensionCount: 0 });
    });

    test("an emergency lasts a day at most, and its own end once everybody else has ratified it", async () => {
      const id = await submitted();
      await expect(run(id, "requestor", { command: "grant_emergency", comment: "Now" })).rejects.toMatchObject({
        code: "own_request",
      });
      const granted = await run(id, "identity", { command: "grant_emergency", comment: "The mail stands still" });
      expect(granted).toMatchObject({ state: "active", endsAt: addHours(noon, 24), agreedEndsAt: end });
      await expect(run(id, "identity", { command: "ratify", comment: "" })).rejects.toMatchObject({
        code: "granted_it",
      });
      await run(id, "risk", assess);
      expect((await run(id, "risk", { command: "ratify", comment: "" })).endsAt).toBe(addHours(noon, 24));
      await expect(run(id, "identity2", { command: "ratify", comment: "" }, addHours(noon, 24))).rejects.toMatchObject({
        code: "window_closed",
      });
      const ratified = await run(id, "identity2", { command: "ratify", comment: "" });
      expect(ratified).toMatchObject({ state: "active", endsAt: end, agreedEndsAt: null, approvedAt: noon });
      expect(contentHash(ratified)).toBe(ratified.contentHash);
    });

    test("everybody whom an emergency skipped is told at once, and the security contact too", async () => {
      const id = await submitted();
      await run(id, "identity", { command: "grant_emergency", comment: "The mail stands still" });
      const told = await opened.db
        .selectFrom("outbox")
        .select(["toUserId", "data"])
        .where("template", "=", "emergency_granted")
        .execute();
      const mine = told.filter(({ data }) => data.includes(id)).map(({ toUserId }) => toUserId);
      expect(mine).toEqual(
        expect.arrayContaining([people.risk.userId, people.identity2.userId, people.requestor.userId]),
      );
      expect(mine).not.toContain(people.identity.userId);
    });

    test("a test that failed puts it on hold, and it is resumed only after one that passed", async () => {
      const id = await active();
      const failed = await run(id, "implementer", { command: "validate", result: "failed", comment: "POP works too" });
      expect(failed).toMatchObject({ state: "suspended", suspension: { cause: "failed_validation" } });
      const resume: Said = { command: "resume", comment: "Repaired" };
      await expect(run(id, "admin", resume)).rejects.toMatchObject({ status: 409, code: "validation_failed" });
      await run(id, "implementer", { command: "validate", result: "passed", comment: "POP refused" }, tomorrow);
      await expect(run(id, "requestor", resume, tomorrow)).rejects.toMatchObject({ status: 403 });
      expect(await run(id, "admin", resume, tomorrow)).toMatchObject({ state: "active", suspension: null });
    });

    test("who filed it may end it in a review, and not decide that it stays", async () => {
      const id = await active();
      const keep: Said = { command: "review", outcome: "keep", comment: "Needed" };
      await expect(run(id, "requestor", keep, tomorrow)).rejects.toMatchObject({ status: 403, code: "own_review" });
      expect((await run(id, "owner", keep, tomorrow)).nextReviewAt).toBe(addDays(tomorrow, 30));
      const sooner = addDays(noon, 5);
      const shortened = await run(
        id,
        "requestor",
        { command: "review", outcome: "shorten", ends_at: sooner, comment: "Nearly done" },
        addHours(tomorrow, 1),
      );
      expect(shortened).toMatchObject({ endsAt: sooner, agreedEndsAt: end });
      expect(contentHash(shortened)).toBe(shortened.contentHash);
      const ended = await run(
        id,
        "requestor",
        { command: "review", outcome: "revoke", comment: "Done" },
        addHours(tomorrow, 2),
      );
      expect(ended.state).toBe("revoked");
      const made = await reviewsOf(opened.db, opened.workspace.id, id);
      expect(made.map(({ outcome }) => outcome)).toEqual(["keep", "shorten", "revoke"]);
    });

    test("reaching a milestone voids no approval", async () => {
      const id = await active();
      const before = await findException(opened.db, opened.workspace.id, id);
      const reached = await run(
        id,
        "owner",
        { command: "report_progress", milestone: "Connector bought", is_done: true, comment: "" },
        tomorrow,
      );
      expect(reached.milestones[0]?.doneAt).toBe(tomorrow);
      expect([reached.contentHash, contentHash(reached)]).toEqual([before?.contentHash, before?.contentHash]);
    });

    test("ending or suspending an exception ends the sessions that rest on it, in the same transaction", async () => {
      for (const said of [
        { command: "revoke", comment: "Over" },
        { command: "suspend", comment: "Wait" },
      ] as const) {
        const id = await active();
        const session = { userId: people.requestor.userId, methods: "[]", createdAt: noon, lastSeenAt: noon };
        await opened.db
          .insertInto("sessions")
          .values([
            { ...session, workspaceId: opened.workspace.id, idHash: `${id}-on`, exceptionId: id, expiresAt: later },
            { ...session, workspaceId: opened.workspace.id, idHash: `${id}-off`, exceptionId: null, expiresAt: later },
          ])
          .execute();
        await run(id, "admin", said, tomorrow);
        const rows = await opened.db
          .selectFrom("sessions")
          .select(["idHash", "revokedAt"])
          .where("idHash", "like", `${id}-%`)
          .orderBy("idHash")
          .execute();
        expect(rows).toEqual([
          { idHash: `${id}-off`, revokedAt: null },
          { idHash: `${id}-on`, revokedAt: tomorrow },
        ]);
      }
    });

    test("only the clock lets a request lapse", async () => {
      const id = await submitted();
      const lapse: Said = { command: "lapse", comment: "Nobody decided within 14 days." };
      await expect(run(id, "admin", lapse)).rejects.toMatchObject({ status: 403, code: "not_by_hand" });
      expect((await run(id, "clock", lapse)).state).toBe("withdrawn");
    });

    test("whoever stands in for an approver takes their place, and their conflicts", async () => {
      const stand = (fromUserId: string) => ({
        workspaceId: opened.workspace.id,
        id: `del_${fromUserId}`,
        fromUserId,
        toUserId: people.admin.userId,
        startsAt: noon,
        endsAt: tomorrow,
        reason: "On leave",
        createdAt: noon,
        createdBy: fromUserId,
        revokedAt: null,
      });
      const id = await submitted();
      await run(id, "risk", assess);
      await expect(run(id, "admin", approve)).rejects.toMatchObject({ code: "not_approver" });
      await opened.db.insertInto("delegations").values(stand(people.identity.userId)).execute();
      await expect(run(id, "admin", approve, tomorrow)).rejects.toMatchObject({ code: "not_approver" });
      await run(id, "admin", approve);
      const [given] = await approvalsOf(opened.db, opened.workspace.id, [id]);
      expect(given).toMatchObject({ approverGroup: "identity", onBehalfOf: people.identity.userId });
      await expect(run(id, "identity", approve)).rejects.toMatchObject({ code: "already_approved" });
    });
  });
