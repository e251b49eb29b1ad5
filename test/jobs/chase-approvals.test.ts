import { describe, expect, onTestFinished, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { delegate } from "#app/register/delegate.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { readChain } from "#db/audit-events.ts";
import { findException } from "#db/exceptions.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import { chaseApprovals } from "#jobs/chase-approvals.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";

type Said<T = CommandInput> = T extends CommandInput ? Omit<T, "version"> : never;

const high = { likelihood: 4, impact: 4 } as const;
const assess: Said = { command: "assess", inherent: high, residual: high, comment: "Looked at it" };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const people = await addPeople(database);
      const { db, workspace } = database;
      const give = async (id: string, who: keyof People, said: Said, now: string) => {
        const { version = 0 } = (await findException(db, workspace.id, id)) ?? {};
        const { userId, roles } = people[who];
        return apply(db, {
          workspaceId: workspace.id,
          id,
          input: { ...said, version } as CommandInput, // one of its members with the version it lacks
          actor: { userId, roles, aal: 2, factorUsedAt: now },
          auditActor: { kind: "user", id: userId },
          now,
        });
      };
      const submitted = async () => {
        const { id } = await fileException(db, {
          workspaceId: workspace.id,
          draft: completeDraft({ endsAt: addDays(testStart, 60) }),
          requestor: people.requestor,
          actor: { kind: "user", id: people.requestor.userId },
          now: testStart,
        });
        await give(id, "requestor", { command: "submit", comment: "" }, testStart);
        return id;
      };
      const assessed = async () => {
        const id = await submitted();
        await give(id, "leadership", assess, testStart);
        return id;
      };
      const run = (now: string) => chaseApprovals.run(jobContext(database), workspace, now);
      const told = async (template: string) => {
        const rows = await db.selectFrom("outbox").select("toUserId").where("template", "=", template).execute();
        const nameOf = new Map(Object.entries(people).map(([who, { userId }]) => [userId, who]));
        return rows.map(({ toUserId }) => nameOf.get(toUserId ?? "")).sort();
      };
      return { ...database, people, give, submitted, assessed, run, told };
    };

    test("exactly those who can still decide are reminded", async () => {
      const { assessed, give, run, told } = await opened();
      const id = await assessed();
      await give(id, "identity", { command: "approve", comment: "" }, addDays(testStart, 1));
      expect(await run(addDays(testStart, 1.9))).toMatchObject({ reminded: 0 });
      expect(await run(addDays(testStart, 2))).toMatchObject({ reminded: 1, escalated: 0, lapsed: 0 });
      expect(await told("approval_reminder")).toEqual(["risk"]);
    });

    test("who takes an absent approver's place is reminded as well", async () => {
      const { db, workspace, people, assessed, give, run, told } = await opened();
      const id = await assessed();
      await give(id, "identity", { command: "approve", comment: "" }, testStart);
      await delegate(db, {
        workspaceId: workspace.id,
        asked: { to: people.owner.userName, ends_at: addDays(testStart, 20), reason: "On leave" },
        by: { ...people.risk, aal: 2, factorUsedAt: testStart },
        actor: { kind: "user", id: people.risk.userId },
        now: testStart,
      });
      await run(addDays(testStart, 2));
      expect(await told("approval_reminder")).toEqual(["owner", "risk"]);
    });

    test("run twice it says nothing twice", async () => {
      const { assessed, run, told } = await opened();
      await assessed();
      const at = addDays(testStart, 2.1);
      await run(at);
      const before = await told("approval_reminder");
      expect(await run(at)).toMatchObject({ reminded: 0, failed: 0 });
      expect(await told("approval_reminder")).toEqual(before);
    });

    test("after days without a run everybody gets one message", async () => {
      const { assessed, run, told } = await opened();
      await assessed();
      await run(addDays(testStart, 9));
      expect(await told("approval_escalated")).toEqual(["admin", "boss", "leadership"]);
      expect(await told("approval_reminder")).toEqual(["identity", "identity2", "risk"]);
    });

    test("others are told once, and a wait that begins anew is counted anew", async () => {
      const { assessed, give, run, told } = await opened();
      const id = await assessed();
      await run(addDays(testStart, 5));
      await run(addDays(testStart, 5.5));
      expect(await told("approval_escalated")).toHaveLength(3);
      const again = addDays(testStart, 6);
      await give(id, "identity", { command: "request_changes", comment: "Which network?" }, again);
      await give(id, "requestor", { command: "resubmit", comment: "This one" }, again);
      await run(addDays(again, 1.9));
      expect(await told("approval_escalated")).toHaveLength(3);
      await run(addDays(again, 5));
      expect(await told("approval_escalated")).toHaveLength(6);
    });

    test("what nobody decides lapses, and the requestor is told", async () => {
      const { db, workspace, submitted, run, told } = await opened();
      const id = await submitted();
      expect(await run(addDays(testStart, 14))).toMatchObject({ lapsed: 1, failed: 0 });
      expect((await findException(db, workspace.id, id))?.state).toBe("withdrawn");
      expect(await told("request_lapsed")).toContain("requestor");
      const { type, actorKind } = (await readChain(db, workspace.id, { after: 0, limit: 500 })).at(-1) ?? {};
      expect([type, actorKind]).toEqual(["exception.lapsed", "job"]);
    });

    test("an extension that nobody decides about lapses, and what is in force stays so", async () => {
      const { db, workspace, people, give, run, ...database } = await opened();
      const end = addDays(testStart, 40);
      const { id } = await activeException({ db, workspace, ...database }, people, { now: testStart, endsAt: end });
      const asked = addDays(testStart, 3);
      await give(id, "requestor", { command: "request_extension", ends_at: addDays(end, 9), comment: "Late" }, asked);
      expect(await run(addDays(asked, 13.9))).toMatchObject({ lapsed: 0 });
      expect(await run(addDays(asked, 14))).toMatchObject({ lapsed: 1, failed: 0 });
      expect(await findException(db, workspace.id, id)).toMatchObject({
        state: "active",
        endsAt: end,
        extension: null,
      });
    });

    test("an emergency is chased every hour of its day, and not after it", async () => {
      const { submitted, give, run, told, db, workspace } = await opened();
      const id = await submitted();
      const granted = addHours(testStart, 1);
      await give(id, "identity", { command: "grant_emergency", comment: "Mail stands still" }, granted);
      await give(id, "leadership", assess, addHours(granted, 0.5));
      expect(await run(addHours(granted, 0.9))).toMatchObject({ reminded: 0 });
      for (const hour of [1, 1.5, 2, 3]) await run(addHours(granted, hour));
      expect(await told("approval_reminder")).toEqual(["identity2", "identity2", "identity2", "risk", "risk", "risk"]);
      expect(await run(addHours(granted, 12))).toMatchObject({ escalated: 1 });
      expect(await run(addHours(granted, 24))).toMatchObject({ reminded: 0, escalated: 0, lapsed: 0 });
      expect((await findException(db, workspace.id, id))?.state).toBe("active");
    });

    test("where nobody can decide, others hear of it when the first reminder is due", async () => {
      const { db, people, assessed, run, told } = await opened();
      await assessed();
      await db
        .updateTable("users")
        .set({ disabledAt: testStart })
        .where("id", "in", [people.identity.userId, people.identity2.userId, people.risk.userId])
        .execute();
      expect(await run(addDays(testStart, 2))).toMatchObject({ escalated: 1 });
      expect(await told("approval_escalated")).toEqual(["admin", "boss", "leadership"]);
      expect(await told("approval_reminder")).toEqual([]);
    });

    test("the days are the workspace's", async () => {
      const { db, workspace, assessed, told } = await opened();
      await assessed();
      const { id, slug, createdAt, ...settings } = workspace;
      const changed = { ...settings, remindAfterDays: 4 };
      await updateWorkspace(db, id, changed);
      const context = jobContext({ db });
      await chaseApprovals.run(context, { ...workspace, ...changed }, addDays(testStart, 3));
      expect(await told("approval_reminder")).toEqual([]);
    });
  });
