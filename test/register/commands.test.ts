import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { DraftSchema } from "#app/register/exception-schemas.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Carried<C> = C extends { command: string; version: number } ? Omit<C, "version"> & { version?: number } : never;

const completeDraft = DraftSchema.parse({
  title: "IMAP polling for the claims mailbox",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  scope: { servicePrincipals: ["svc-claims-mail"], applications: ["mail"], protocols: ["imap"] },
  ownerId: "owner@acme.example",
  justification: "The intake system speaks nothing but IMAP until its next release.",
  startsAt: noon,
  endsAt: "2026-12-10T12:00:00.000Z",
  compensatingControls: [{ name: "Restricted network", howChecked: "Firewall rule 12" }],
  monitoringPlan: "Messaging looks at its sign-ins every week.",
  details: { exit_plan: "OAuth connector in January" },
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let test1: TestDatabase;
    let people: People;
    beforeAll(async () => {
      test1 = await open();
      people = await addPeople(test1);
    });
    afterAll(() => test1.close());

    const file = (requestor = people.requestor) =>
      fileException(test1.db, {
        workspaceId: test1.workspace.id,
        draft: completeDraft,
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now: noon,
      });

    async function run(id: string, who: keyof People, input: Carried<CommandInput>) {
      const record = await findException(test1.db, test1.workspace.id, id);
      const actor = { ...people[who], aal: 2 as const, factorUsedAt: noon };
      return apply(test1.db, {
        workspaceId: test1.workspace.id,
        id,
        input: { version: record?.version ?? 0, ...input } as CommandInput, // the version is the one just read
        actor,
        auditActor: { kind: "user", id: actor.userId },
        now: noon,
      });
    }

    const low = { likelihood: 2, impact: 3 } as const;
    const assess = { command: "assess", inherent: low, residual: low, comment: "Looked at it" } as const;

    async function approved() {
      const { id } = await file();
      await run(id, "requestor", { command: "submit", comment: "" });
      await run(id, "risk", assess);
      await run(id, "identity", { command: "approve", comment: "" });
      return id;
    }

    test("an exception goes from draft to closed through four people, and every step is audited", async () => {
      const id = await approved();
      const active = await run(id, "implementer", { command: "implement", ...putInPlace, comment: "" });
      expect([active.state, active.implementerId, active.nextReviewAt]).toEqual([
        "active",
        people.implementer.userId,
        "2027-01-09T12:00:00.000Z",
      ]);
      await run(id, "admin", { command: "revoke", comment: "Replaced" });
      const closed = await run(id, "admin", {
        command: "close",
        cause: "replaced",
        evidence: "Change CHG-2",
        replaced_by: "OAuth",
        would_have_avoided: "Asking the vendor earlier",
        comment: "",
      });
      expect(closed.state).toBe("closed");
      const events = await test1.db
        .selectFrom("auditEvents")
        .select("type")
        .where("subjectId", "=", id)
        .orderBy("seq")
        .execute();
      expect(events.map(({ type }) => type)).toEqual([
        "exception.drafted",
        "exception.submitted",
        "exception.assessed",
        "exception.approved",
        "exception.implemented",
        "exception.revoked",
        "exception.closed",
      ]);
    });

    test("putting a record in place makes the directory know what it names, once", async () => {
      const known = () =>
        test1.db
          .selectFrom("directoryObjects")
          .select(["kind", "id"])
          .where("workspaceId", "=", test1.workspace.id)
          .where("id", "in", ["svc-claims-mail", "mail"])
          .orderBy("kind")
          .execute();
      for (const _twice of [1, 2]) {
        const id = await approved();
        await run(id, "implementer", { command: "implement", ...putInPlace, comment: "" });
      }
      expect(await known()).toEqual([
        { kind: "application", id: "mail" },
        { kind: "service_principal", id: "svc-claims-mail" },
      ]);
    });

    test("ids count up within the year and none is given twice at the same instant", async () => {
      const filed = await Promise.all(Array.from({ length: 12 }, () => file()));
      expect(new Set(filed.map(({ id }) => id)).size).toBe(12);
      expect(filed.every(({ id }) => /^EXC-2026-\d{4}$/.test(id))).toBe(true);
    });

    test("an incomplete draft cannot be submitted, and the answer names every gap", async () => {
      const { id } = await fileException(test1.db, {
        workspaceId: test1.workspace.id,
        draft: DraftSchema.parse({ category: "break_glass" }),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
      const refused = run(id, "requestor", { command: "submit", comment: "" });
      await expect(refused).rejects.toMatchObject({ status: 400, code: "incomplete" });
      const gaps = await refused.catch((refusal) => refusal.more.gaps.map((gap: { field: string }) => gap.field));
      expect(gaps).toContain("details.second_custodian");
      expect(gaps).toContain("scope");
    });

    test("an edit after the assessment voids the approvals given before", async () => {
      const { id } = await file();
      await run(id, "requestor", { command: "submit", comment: "" });
      const high = { likelihood: 4, impact: 4 } as const;
      await run(id, "risk", { ...assess, inherent: high, residual: high });
      await run(id, "identity", { command: "approve", comment: "" });
      const before = await findException(test1.db, test1.workspace.id, id);
      const edited = await editException(test1.db, {
        workspaceId: test1.workspace.id,
        id,
        version: before?.version ?? 0,
        draft: { ...completeDraft, justification: "Something quite different is asked for now." },
        editor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: noon,
      });
      expect(edited.state).toBe("submitted");
      const approvals = await approvalsOf(test1.db, test1.workspace.id, [id]);
      expect(approvals.map(({ contentHash }) => contentHash === edited.contentHash)).toEqual([false]);
      await run(id, "risk", { ...assess, inherent: high, residual: high });
      expect((await run(id, "risk", { command: "approve", comment: "" })).state).toBe("assessed");
      expect((await run(id, "identity", { command: "approve", comment: "" })).state).toBe("approved");
    });

    test("an approval given for one risk does not count for another", async () => {
      const { id } = await file();
      await run(id, "requestor", { command: "submit", comment: "" });
      const high = { likelihood: 4, impact: 4 } as const;
      await run(id, "risk", { ...assess, inherent: high, residual: high });
      await run(id, "identity", { command: "approve", comment: "" });
      await run(id, "risk", { command: "request_changes", comment: "Look again" });
      await run(id, "requestor", { command: "resubmit", comment: "" });
      await run(id, "risk", assess);
      const lower = await findException(test1.db, test1.workspace.id, id);
      expect([lower?.state, lower?.rating]).toEqual(["assessed", "moderate"]);
      expect((await run(id, "identity", { command: "approve", comment: "" })).state).toBe("approved");
    });

    test("a writer who read an older version is refused and changes nothing", async () => {
      const { id } = await file();
      await run(id, "requestor", { command: "submit", comment: "" });
      await expect(run(id, "requestor", { command: "withdraw", comment: "", version: 1 })).rejects.toMatchObject({
        status: 409,
        code: "stale_version",
      });
      expect((await findException(test1.db, test1.workspace.id, id))?.state).toBe("submitted");
    });

    test("two approvers at the same instant: one decides, the other is told that it has moved on", async () => {
      const { id } = await file();
      await run(id, "requestor", { command: "submit", comment: "" });
      await run(id, "risk", assess);
      const answers = await Promise.allSettled([
        run(id, "identity", { command: "approve", comment: "" }),
        run(id, "identity2", { command: "approve", comment: "" }),
      ]);
      expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await approvalsOf(test1.db, test1.workspace.id, [id])).toHaveLength(1);
    });

    test("the database itself refuses a requestor as approver", async () => {
      const { id } = await file();
      const values = {
        workspaceId: test1.workspace.id,
        exceptionId: id,
        contentHash: "c".repeat(64),
        approverGroup: "identity",
        approverId: people.requestor.userId,
        requestorId: people.requestor.userId,
        comment: "",
        at: noon,
      };
      await expect(test1.db.insertInto("approvals").values(values).execute()).rejects.toThrow(
        /approvals_two_people|CHECK/,
      );
    });

    test("the database itself refuses an approval that names another requestor than the record's", async () => {
      const { id } = await file();
      const values = {
        workspaceId: test1.workspace.id,
        exceptionId: id,
        contentHash: "c".repeat(64),
        approverGroup: "identity",
        approverId: people.requestor.userId,
        requestorId: people.admin.userId,
        comment: "",
        at: noon,
      };
      await expect(test1.db.insertInto("approvals").values(values).execute()).rejects.toThrow(
        /FOREIGN KEY|approvals_exception/,
      );
    });

    test("the database itself refuses a second duty for one person on one record", async () => {
      const id = await approved();
      const duty = { exceptionId: id, userId: people.identity.userId, duty: "implementer", at: noon };
      const taken = test1.db
        .insertInto("duties")
        .values({ workspaceId: test1.workspace.id, ...duty })
        .execute();
      await expect(taken).rejects.toThrow(/UNIQUE|duties_pk/);
    });

    test("the database itself refuses an active record that nobody approved or implemented", async () => {
      const { id } = await file();
      const forced = test1.db
        .updateTable("exceptions")
        .set({ state: "active" })
        .where("workspaceId", "=", test1.workspace.id)
        .where("id", "=", id)
        .execute();
      await expect(forced).rejects.toThrow(/CHECK|exceptions_active_is_implemented/);
    });

    test("people are told of what concerns them and never of their own act", async () => {
      const id = await approved();
      const messages = await test1.db
        .selectFrom("outbox")
        .select(["template", "toUserId", "data"])
        .where("workspaceId", "=", test1.workspace.id)
        .execute();
      const mine = messages.filter(({ data }) => JSON.parse(data).id === id);
      const told = (template: string) =>
        mine.filter((message) => message.template === template).map(({ toUserId }) => toUserId);
      expect(told("exception_approved")).toContain(people.requestor.userId);
      expect(told("exception_approved")).not.toContain(people.identity.userId);
      expect(told("approval_needed")).not.toContain(people.requestor.userId);
    });
  });
