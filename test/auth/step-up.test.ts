import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { beDemoPerson } from "#app/auth/be-demo-person.server.ts";
import { optionalCaller, requireCaller } from "#app/auth/caller.server.ts";
import { confirmPassword } from "#app/auth/confirm-password.server.ts";
import { hasFreshFactor, mayEnrol } from "#app/auth/own-factors.server.ts";
import { hashPassword } from "#app/auth/password.server.ts";
import { type OpenedSession, openSession } from "#app/auth/session.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import { stepUpWithRecoveryCode, stepUpWithTotp } from "#app/auth/step-up.server.ts";
import { formBeforeStepUp, stepUpFor } from "#app/auth/step-up-for.server.ts";
import { stepUpStanding } from "#app/auth/step-up-standing.server.ts";
import type { CompletedMethod, Instant, Policy } from "#app/engine/types.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { placeOf } from "#app/signins/decision-id.ts";
import { readRecord } from "#app/signins/read-record.ts";
import { findDecision } from "#db/decisions.ts";
import { listFactors } from "#db/factors.ts";
import { setPasswordHash } from "#db/passwords.ts";
import type { User } from "#db/users.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { addPersonWithCodes, codesLeft } from "#test/support/recovery-codes.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
  addPersonWithTotp,
  codeAt,
  later,
  letIn,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 1800);
const page = "/exceptions/EXC-2026-0001/approve";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
    });
    afterAll(() => world.close());
    beforeEach(() => putPolicy(world, { ...defaultPolicy(testStart), version: 0 } as Partial<Policy>));

    const calling = (value: string, { at = now, path = page } = {}) => ({
      request: new Request(`http://localhost:3000${path}`, { headers: { Cookie: `mfa_session=${value}` } }),
      context: makeContext(world, { secrets, now: at }),
    });
    const step = ({ session }: Pick<OpenedSession, "session">, at = now) => ({ session, client: nobody, now: at });
    const withCode = (opened: OpenedSession, secret: string, at = now) =>
      stepUpWithTotp(world, { ...step(opened, at), code: codeAt(secret, at), secrets });
    const decisionOf = async (id: string | null) => {
      const place = placeOf(id ?? "");
      const row = place && (await findDecision(world.db, world.workspace.id, place));
      if (!row) throw new Error(`there is no decision ${id}, expected one`);
      return row;
    };
    const lastEvent = async (type: string) => {
      const rows = world.db.selectFrom("auditEvents").selectAll().where("type", "=", type);
      return rows.orderBy("seq", "desc").executeTakeFirst();
    };
    const addPersonWithPassword = async () => {
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      return user;
    };
    const begin = ({ workspaceId, userName }: User, at: Instant) =>
      signInWithPassword(world, { workspaceId, userName, password, client: nobody, earlier: null, now: at });

    test("a step-up is decided by the engine and recorded as one, and the session rests on that decision", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      const stepped = await withCode(opened, secret);
      const row = await decisionOf(stepped.session.decisionId);
      expect(row).toMatchObject({ applicationId: "mfa-register", outcome: "allow" });
      expect(readRecord(row).stepUp).toEqual({ maxAgeSeconds: 900 });
      const { data } = (await lastEvent("session.stepped_up")) ?? { data: "{}" };
      expect(JSON.parse(data)).toEqual({
        methods: ["password", "totp"],
        aal: 2,
        decisionId: stepped.session.decisionId,
      });
    });

    test("a factor that the policy does not take is refused by name, is recorded, and makes nothing fresh", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      await putPolicy(world, { factorSet: "phishing_resistant" });
      const tried = await withCode(opened, secret).catch((thrown: unknown) => thrown);
      expect(tried).toMatchObject({
        status: 403,
        code: "MFA_FACTOR_NOT_ALLOWED",
        message: expect.stringContaining("It takes a passkey or a security key. Sign out and in again"),
        more: { acceptable_factors: ["passkey", "security_key"] },
      });
      const { data } = (await lastEvent("session.refused")) ?? { data: "{}" };
      const said = JSON.parse(data) as { decisionId: string; reason: string }; // as its schema has it
      expect(said.reason).toBe("MFA_FACTOR_NOT_ALLOWED");
      expect((await decisionOf(said.decisionId)).outcome).not.toBe("allow");
      const { actor } = await requireCaller(calling(opened.value));
      expect(hasFreshFactor(actor, now)).toBe(false);
      expect(await stepUpStanding(world.db, step(opened))).toMatchObject({ kinds: [], hasFactor: true });
    });

    test("50 step-ups at once with one code make one session", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      const tries = await Promise.allSettled(Array.from({ length: 50 }, () => withCode(opened, secret)));
      expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("a code alone is no step-up, whatever let the session in", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const bare = { workspaceId: user.workspaceId, userId: user.id, client: nobody, now, admission: letIn };
      const nothing = await openSession(world.db, { ...bare, methods: [] });
      expect(await refusalOf(withCode(nothing, secret))).toBe("sign_in_refused");
      expect((await requireCaller(calling(nothing.value))).actor.aal).toBe(0);
      const codes: CompletedMethod[] = [{ method: "recovery_code", completedAt: now, userVerified: false }];
      const again = later(now, 60);
      const onlyCodes = await openSession(world.db, { ...bare, methods: codes, now: again });
      expect(await refusalOf(withCode(onlyCodes, secret, again))).toBe("sign_in_refused");
      const { actor } = await requireCaller(calling(onlyCodes.value, { at: again }));
      expect([actor.aal, hasFreshFactor(actor, again)]).toEqual([0, false]);
    });

    test("half a sign-in does not step up, and takes nothing out that was typed", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const pending = await begin(user, now);
      expect(await refusalOf(withCode(pending, secret))).toBe("sign_in_refused");
      expect(await refusalOf(confirmPassword(world, { session: pending.session, password, now }))).toBe(
        "sign_in_refused",
      );
      expect(await optionalCaller(calling(pending.value))).toBeNull();
    });

    test("what was typed before is there in the session that was stepped up, and in no other", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      const before = calling(opened.value);
      const form = new FormData();
      form.append("comment", "Seen the plan");
      const asked = await stepUpFor(before, { caller: await requireCaller(before), form });
      const to = new URL(asked.headers.get("Location") ?? "", "http://localhost").searchParams.get("to") ?? "";
      const stepped = await withCode(opened, secret);
      const back = calling(stepped.value, { path: to });
      expect((await formBeforeStepUp(back, await requireCaller(back)))?.get("comment")).toBe("Seen the plan");
      expect(await formBeforeStepUp(back, await requireCaller(back))).toBeNull();
    });

    test("being chosen again in the demo brings back what that person had typed, and nobody else's", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const other = await addPersonWithTotp(world, secrets);
      const call = { ...calling(opened.value), context: { ...makeContext(world, { secrets, now }), isDemo: true } };
      const chosen = async ({ id: userId, workspaceId }: User) => {
        const form = new FormData();
        form.append("comment", "Seen the plan");
        const asked = await stepUpFor(call, { caller: await requireCaller(call), form });
        const to = new URL(asked.headers.get("Location") ?? "", "http://localhost").searchParams.get("to") ?? "";
        const choosing = { workspaceId, userId, client: nobody, earlier: opened.session, now };
        const back = calling((await beDemoPerson(world, choosing)).value, { path: to });
        return formBeforeStepUp(back, await requireCaller(back));
      };
      expect(await chosen(other.user)).toBeNull();
      expect((await chosen(user))?.get("comment")).toBe("Seen the plan");
    });

    describe("a session that an exception let in", () => {
      const long = later(testStart, 15 * 24 * 3600);
      const waived = async () => {
        const { user, secret } = await addPersonWithTotp(world, secrets);
        const nowhere = { groups: [], roles: [], networks: [], devices: [], protocols: [], windows: [] };
        const record = await activeException(world, people, {
          now: long,
          effect: "waive_mfa",
          scope: { ...nowhere, users: [user.id], servicePrincipals: [], applications: ["mfa-register"], maxUses: null },
        });
        const opened = await begin(user, long);
        expect(opened.session.exceptionId).toBe(record.id);
        return { opened, secret, record };
      };

      test("stays at AAL1 for everything that asks for a fresh factor, until one is used", async () => {
        const { opened, secret } = await waived();
        const before = (await requireCaller(calling(opened.value, { at: long }))).actor;
        expect([before.aal, hasFreshFactor(before, long)]).toEqual([1, false]);
        const stepped = await withCode(opened, secret, long);
        const after = (await requireCaller(calling(stepped.value, { at: long }))).actor;
        expect([after.aal, hasFreshFactor(after, long)]).toEqual([2, true]);
        expect(stepped.session).toMatchObject({ isBypass: false, exceptionId: null, graceEndsAt: null });
        expect(await optionalCaller(calling(opened.value, { at: long }))).toBeNull();
      });

      test("does not enrol a further factor to pass a step-up", async () => {
        const { opened } = await waived();
        const caller = await requireCaller(calling(opened.value, { at: long }));
        const held = await listFactors(world.db, world.workspace.id, caller.user.id);
        expect(mayEnrol(caller, held, long)).toBe(false);
        const again = { session: opened.session, password, now: long };
        expect(await refusalOf(confirmPassword(world, again))).toBe("step_up_required");
      });
    });

    describe("somebody without a factor", () => {
      test("enters their password again before they enrol one, and is at AAL1 still", async () => {
        const user = await addPersonWithPassword();
        const opened = await begin(user, testStart);
        const stale = await requireCaller(calling(opened.value));
        expect(mayEnrol(stale, [], now)).toBe(false);
        const confirmed = await confirmPassword(world, { session: opened.session, password, now });
        const caller = await requireCaller(calling(confirmed.value));
        expect(mayEnrol(caller, [], now)).toBe(true);
        expect([caller.actor.aal, hasFreshFactor(caller.actor, now)]).toEqual([1, false]);
        const { graceEndsAt, decisionId, isBypass, expiresAt } = opened.session;
        expect(confirmed.session).toMatchObject({ graceEndsAt, decisionId, isBypass, expiresAt });
        expect(await optionalCaller(calling(opened.value))).toBeNull();
        expect(await stepUpStanding(world.db, step(confirmed))).toMatchObject({ kinds: [], hasFactor: false });
      });

      test("has five wrong passwords, and a right one does not count after them", async () => {
        const opened = await begin(await addPersonWithPassword(), testStart);
        const enter = (text: string) => confirmPassword(world, { session: opened.session, password: text, now });
        for (let tries = 0; tries < 5; tries += 1) expect(await refusalOf(enter("wrong"))).toBe("sign_in_refused");
        expect(await refusalOf(enter(password))).toBe("sign_in_refused");
      });

      test("four right passwords at once make one session", async () => {
        const opened = await begin(await addPersonWithPassword(), testStart);
        const enter = () => confirmPassword(world, { session: opened.session, password, now });
        const tries = await Promise.allSettled(Array.from({ length: 4 }, enter));
        expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      });
    });

    test("a recovery code steps up where the policy takes one, and is not spent where it does not", async () => {
      await putPolicy(world, { recoveryCodesAllowed: true });
      const { user, opened, codes } = await addPersonWithCodes(world, secrets);
      const [code = "", other = ""] = codes;
      await putPolicy(world, { factorSet: "phishing_resistant" });
      expect(await refusalOf(stepUpWithRecoveryCode(world, { ...step(opened), code }))).toBe("sign_in_refused");
      expect(await codesLeft(world, user)).toBe(10);
      await putPolicy(world, { factorSet: "any" });
      const stepped = await stepUpWithRecoveryCode(world, { ...step(opened), code });
      expect(hasFreshFactor((await requireCaller(calling(stepped.value))).actor, now)).toBe(true);
      expect(await codesLeft(world, user)).toBe(9);
      expect(await refusalOf(stepUpWithRecoveryCode(world, { ...step(stepped), code }))).toBe("sign_in_refused");
      expect(await refusalOf(stepUpWithRecoveryCode(world, { ...step(opened), code: other }))).toBe("too_late");
    });
  });
