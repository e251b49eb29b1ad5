import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { accountView } from "#app/break-glass/accounts-view.server.ts";
import { resolveFinding } from "#app/break-glass/resolve-finding.server.ts";
import { attestRotation, recordRotation } from "#app/break-glass/rotate.server.ts";
import { secretView } from "#app/break-glass/secrets-view.server.ts";
import type { CategoryId } from "#app/register/category.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { historyOf } from "#db/audit-trail.ts";
import { getCategory, insertCategoryVersion } from "#db/categories.ts";
import { listFindings } from "#db/findings.ts";
import { findRotation } from "#db/secret-rotations.ts";
import { setDisabled } from "#db/users.ts";
import { activeException } from "#test/support/active-exception.ts";
import { withCustody } from "#test/support/break-glass.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

const now = addDays(testStart, 10);
const content = { cause: "interval", outcome: "rotated", reference: "Seal 0418", note: "" } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let accounts = 0;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const as = (who: keyof People, at = now) => callerFor(base, people[who], at);
    const opened = () => {
      accounts += 1;
      return withCustody(base, people, `account-${accounts}`, { at: testStart });
    };
    const record = async (id: string, who: keyof People, over: Partial<Parameters<typeof recordRotation>[1]> = {}) =>
      recordRotation(base.db, {
        ...{ caller: await as(who), kind: "user", id, ...content, rotatedAt: addHours(now, -1), now, ...over },
      });
    const attest = async (rotationId: string, who: keyof People, attestation: "confirmed" | "refused" = "confirmed") =>
      attestRotation(base.db, { caller: await as(who), rotationId, attestation, note: "As I saw", now });
    const dueOf = async (id: string) =>
      (await accountView(base.db, await as("admin"), id, now)).account.rotationState.due;

    test("what one person records counts once another has attested it, from when it was done", async () => {
      const id = await opened();
      const before = await dueOf(id);
      const rotation = await record(id, "requestor");
      expect(await dueOf(id)).toEqual(before);
      await attest(rotation, "implementer");
      expect(await dueOf(id)).toEqual({ at: addHours(addDays(now, 90), -1), because: "interval" });
      const history = await historyOf(base.db, base.workspace.id, { kind: "user", id });
      expect(history.map(({ type }) => type)).toEqual([
        "break_glass_account.registered",
        "secret.rotation_recorded",
        "secret.rotation_attested",
      ]);
    });

    test("nobody attests what they did themselves, an admin no more than others", async () => {
      const id = await opened();
      const rotation = await record(id, "admin");
      expect(await refusalOf(attest(rotation, "admin"))).toBe("own_rotation");
      const raw = base.db
        .updateTable("secretRotations")
        .set((eb) => ({ attestorId: eb.ref("operatorId"), attestedAt: now, attestation: "confirmed" }))
        .where("id", "=", rotation)
        .execute();
      await expect(raw).rejects.toThrow();
      await attest(rotation, "requestor");
    });

    test("neither strangers nor auditors nor the account itself record or attest", async () => {
      const id = await opened();
      const itself: Person = { userId: id, userName: "", roles: ["owner"] };
      await base.db
        .insertInto("roleGrants")
        .values({ workspaceId: base.workspace.id, userId: id, role: "owner", grantedAt: now })
        .execute();
      const caller = await callerFor(base, itself, now);
      expect(await refusalOf(record(id, "owner"))).toBe("not_keeper");
      expect(await refusalOf(record(id, "identity"))).toBe("not_keeper");
      expect(await refusalOf(record(id, "auditor"))).toBe("auditor");
      expect(await refusalOf(record(id, "requestor", { caller }))).toBe("account_itself");
      const rotation = await record(id, "requestor");
      expect(await refusalOf(attest(rotation, "identity"))).toBe("not_keeper");
      expect(await refusalOf(attest(rotation, "auditor"))).toBe("auditor");
      const vouching = attestRotation(base.db, {
        caller,
        rotationId: rotation,
        attestation: "confirmed",
        note: "",
        now,
      });
      expect(await refusalOf(vouching)).toBe("account_itself");
    });

    test("both need a factor that they used a moment ago", async () => {
      const id = await opened();
      const earlier = await as("requestor", addHours(now, -1));
      expect(await refusalOf(record(id, "requestor", { caller: earlier }))).toBe("step_up_required");
      const rotation = await record(id, "requestor");
      const caller = await as("implementer", addHours(now, -1));
      const vouching = attestRotation(base.db, {
        caller,
        rotationId: rotation,
        attestation: "confirmed",
        note: "",
        now,
      });
      expect(await refusalOf(vouching)).toBe("step_up_required");
    });

    test("of fifty who attest at once, one does", async () => {
      const id = await opened();
      const rotation = await record(id, "requestor");
      const results = await Promise.allSettled(
        Array.from({ length: 50 }, (_nothing, index) => attest(rotation, index % 2 === 0 ? "implementer" : "admin")),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      const attested = (await historyOf(base.db, base.workspace.id, { kind: "user", id })).filter(
        ({ type }) => type === "secret.rotation_attested",
      );
      expect(attested).toHaveLength(1);
      expect((await findRotation(base.db, base.workspace.id, rotation))?.attestation).toBe("confirmed");
    });

    test("of fifty who record one at once, one waits to be attested", async () => {
      const id = await opened();
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => record(id, "requestor")));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await refusalOf(record(id, "implementer"))).toBe("rotation_waits");
    });

    test("a refusal to attest opens a finding, and the rotation counts for nothing", async () => {
      const id = await opened();
      const before = await dueOf(id);
      const rotation = await record(id, "requestor");
      await attest(rotation, "implementer", "refused");
      expect(await dueOf(id)).toEqual(before);
      const [finding] = await listFindings(base.db, base.workspace.id, { userId: id, limit: 9 });
      expect(finding).toMatchObject({ sourceKind: "rotation", sourceId: rotation, resolvedAt: null });
      const alarm = await base.db
        .selectFrom("outbox")
        .select("toAddress")
        .where("template", "=", "rotation_refused")
        .where("data", "like", `%${id}%`)
        .execute();
      expect(alarm.map(({ toAddress }) => toAddress)).toContain("security@acme.example");
      const resolve = async (who: keyof People) =>
        resolveFinding(base.db, { caller: await as(who), id: finding?.id ?? "", resolution: "Replaced anew", now });
      expect(await refusalOf(resolve("auditor"))).toBe("not_admin");
      await resolve("admin");
      expect(await refusalOf(resolve("boss"))).toBe("resolved_already");
      await record(id, "requestor");
    });

    test("what failed is a finding at once, and waits for nobody", async () => {
      const id = await opened();
      await record(id, "requestor", { outcome: "failed", note: "The safe did not open" });
      const [finding] = await listFindings(base.db, base.workspace.id, { userId: id, limit: 9 });
      expect(finding?.note).toBe("The safe did not open");
      await record(id, "requestor");
    });

    test("a rotation lies neither ahead nor before one that was confirmed", async () => {
      const id = await opened();
      const at = (rotatedAt: string) => refusalOf(record(id, "requestor", { rotatedAt }));
      expect(await at(addHours(now, 1))).toBe("rotation_time");
      expect(await at(addDays(now, -31))).toBe("rotation_time");
      await attest(await record(id, "requestor"), "implementer");
      expect(await at(addHours(now, -2))).toBe("rotation_time");
    });

    test("a custodian who was barred or retired from it meanwhile attests nothing", async () => {
      const id = await opened();
      const rotation = await record(id, "requestor");
      await base.db
        .updateTable("breakGlassAccounts")
        .set({ secondCustodianId: people.owner.userId })
        .where("userId", "=", id)
        .execute();
      await base.db
        .updateTable("roleGrants")
        .set({ role: "approver_risk" })
        .where("userId", "=", people.implementer.userId)
        .execute();
      expect(await refusalOf(attest(rotation, "implementer"))).toBe("not_keeper");
      await attest(rotation, "owner");
      await base.db
        .updateTable("roleGrants")
        .set({ role: "implementer" })
        .where("userId", "=", people.implementer.userId)
        .execute();
    });

    test("a use makes it due at once, until it is replaced after that", async () => {
      const id = await opened();
      const usedAt = addHours(now, -3);
      await useOf(base, id, usedAt);
      expect(await dueOf(id)).toEqual({ at: usedAt, because: "use" });
      await attest(await record(id, "requestor", { rotatedAt: addHours(now, -4) }), "implementer");
      expect(await dueOf(id)).toEqual({ at: usedAt, because: "use" });
      await attest(await record(id, "requestor"), "implementer");
      expect(await dueOf(id)).toMatchObject({ because: "interval" });
    });

    test("a category that was stored before there were rotations asks for them as shipped", async () => {
      const { db, workspace } = base;
      const of = (id: CategoryId) => db.selectFrom("categories").select("body").where("id", "=", id);
      for (const [id, everyDays] of [
        ["legacy_or_service_account", 90],
        ["accessibility", null],
      ] as const) {
        const { body } = await of(id).executeTakeFirstOrThrow();
        const { rotateEveryDays: _, ...older } = JSON.parse(body);
        await insertCategoryVersion(db, workspace.id, {
          ...{ category: { ...older, id, version: 7 }, reason: "", authorId: null, createdAt: now },
        });
        expect((await getCategory(db, workspace.id, id)).rotateEveryDays).toBe(everyDays);
      }
    });

    test("the secret of a service account is replaced in the same way, and each record says so", async () => {
      const bound = await activeException(base, people, { now: testStart, endsAt: addDays(now, 60) });
      const [id = ""] = bound.scope.servicePrincipals;
      const view = await secretView(base.db, await as("admin"), id, now);
      expect(view.secret.standing?.daysOf).toBe(90);
      const rotation = await record(id, "owner", { kind: "service_principal" });
      expect(await refusalOf(attest(rotation, "owner"))).toBe("own_rotation");
      expect(await refusalOf(attest(rotation, "risk"))).toBe("not_keeper");
      await attest(rotation, "implementer");
      const history = await historyOf(base.db, base.workspace.id, { kind: "exception", id: bound.id });
      expect(history.map(({ type }) => type).slice(-2)).toEqual([
        "secret.rotation_recorded",
        "secret.rotation_attested",
      ]);
      expect(await refusalOf(secretView(base.db, await as("requestor"), "svc-unknown", now))).toBe("not_found");
      await setDisabled(base.db, base.workspace.id, people.owner.userId, null);
    });
  });

/** A sign-in of an account, as the decision that lets it in writes it down. */
async function useOf({ db, workspace }: TestDatabase, userId: string, at: string): Promise<void> {
  await db
    .insertInto("breakGlassUses")
    .values({
      ...{ workspaceId: workspace.id, id: `use-${userId}`, userId, at, applicationId: "console", ip: null },
      ...{ methods: "password", reason: "MFA_SATISFIED", exceptionId: null },
    })
    .execute();
}
