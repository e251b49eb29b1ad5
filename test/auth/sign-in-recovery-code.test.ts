import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { completeWithRecoveryCode } from "#app/auth/complete-with-recovery-code.server.ts";
import { hashPassword } from "#app/auth/password.server.ts";
import { enrolRecoveryCodes, makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { nextStep } from "#app/auth/sign-in-step.server.ts";
import { achievedAal } from "#app/engine/assurance.ts";
import type { Instant } from "#app/engine/types.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { findRecoveryBatch } from "#db/recovery-codes.ts";
import { findLiveSession, type Session } from "#db/sessions.ts";
import { findUser, type User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { addPersonWithCodes, callerWith, codesLeft } from "#test/support/recovery-codes.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithTotp, later, nobody, openTestSecrets, password } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 60);
const client = { ...nobody, ip: "192.0.2.44" };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());
    beforeEach(() => {
      const { version: _version, ...policy } = defaultPolicy(testStart);
      return putPolicy(world, policy);
    });

    const begin = async (user: User, at = now): Promise<Session> => {
      const entering = { workspaceId: user.workspaceId, userName: user.userName, password, client, earlier: null };
      return (await signInWithPassword(world, { ...entering, now: at })).session;
    };
    const use = (session: Session, code: string, at: Instant = now): Promise<OpenedSession> =>
      completeWithRecoveryCode(world, { session, code, client, now: at });
    const stepOf = (session: Session, at = now) => nextStep(world.db, { session, client, now: at });
    const leaveOnly = async (user: User, count: number) => {
      const batch = await findRecoveryBatch(world.db, user.workspaceId, user.id);
      await world.db
        .updateTable("factors")
        .set({ remaining: count })
        .where("id", "=", batch?.id ?? "")
        .execute();
    };
    const onlyCodes = (user: User) =>
      world.db
        .updateTable("factors")
        .set({ revokedAt: testStart })
        .where("userId", "=", user.id)
        .where("kind", "!=", "recovery_code")
        .execute();
    /** Somebody with a password and nothing else. */
    const addPersonWithPassword = async () => {
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      return user;
    };
    const codesAlone = { factorSet: "any", codesCountAsEnrollment: true, graceHours: 0 } as const;

    test("a code beside the password signs in at AAL2, once", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const [code = ""] = codes;
      const opened = await use(await begin(user), code.toLowerCase());
      expect(opened.session.decisionId).not.toBeNull();
      expect(achievedAal(opened.session.methods)).toBe(2);
      expect(await codesLeft(world, user)).toBe(9);
      expect(await refusalOf(use(await begin(user), code))).toBe("sign_in_refused");
      expect(await codesLeft(world, user)).toBe(9);
    });

    test("codes are offered after the other factors, never before them", async () => {
      const { user } = await addPersonWithCodes(world, secrets);
      expect(await stepOf(await begin(user))).toMatchObject({ kind: "factor", kinds: ["totp", "recovery_code"] });
    });

    test("50 requests with one code at once make one sign-in", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const session = await begin(user);
      const results = await Promise.allSettled(Array.from({ length: 50 }, () => use(session, codes[3] ?? "")));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await codesLeft(world, user)).toBe(9);
    });

    test("50 sessions with one code at once make one sign-in", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const sessions = [];
      for (let index = 0; index < 50; index += 1) sessions.push(await begin(user));
      const results = await Promise.allSettled(sessions.map((session) => use(session, codes[3] ?? "")));
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect(await codesLeft(world, user)).toBe(9);
    });

    const wrong = {
      "an empty code": "",
      "the word null": "null",
      "a list in the place of a code": "7K3MQX2D9RTAHB4W,7K3MQX2D9RTAHB4W",
      "a code in full-width digits": "００００-００００-００００-００００",
      "any string of the right shape": "7K3M-QX2D-9RTA-HB4W",
      "a code of zeros": "0000-0000-0000-0000",
      "a wildcard": "%",
    };
    test.each(Object.entries(wrong))("%s is refused and counted as a wrong one", async (_name, code) => {
      const { user } = await addPersonWithCodes(world, secrets);
      const session = await begin(user);
      expect(await refusalOf(use(session, code))).toBe("sign_in_refused");
      expect(await codesLeft(world, user)).toBe(10);
      expect(await findLiveSession(world.db, session.idHash, now)).toBeDefined();
    });

    test("somebody else's code does not complete a sign-in, and stays theirs", async () => {
      const mine = await addPersonWithCodes(world, secrets);
      const theirs = await addPersonWithCodes(world, secrets);
      expect(await refusalOf(use(await begin(mine.user), theirs.codes[0] ?? ""))).toBe("sign_in_refused");
      expect(await codesLeft(world, theirs.user)).toBe(10);
    });

    test("a person whose id begins like another's cannot use the codes of that one", async () => {
      const theirs = await addPersonWithCodes(world, secrets);
      const session = await begin(theirs.user);
      for (const userId of ["abc", theirs.user.id.slice(0, -1), `${theirs.user.id} `, theirs.user.id.toUpperCase()])
        expect(await refusalOf(use({ ...session, userId }, theirs.codes[0] ?? ""))).toBe("sign_in_refused");
      expect(await codesLeft(world, theirs.user)).toBe(10);
    });

    test("a code without the password lets nobody in", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const session = { ...(await begin(user)), methods: [] };
      const opened = await use(session, codes[0] ?? "").catch(() => null);
      expect(opened?.session.decisionId ?? null).toBeNull();
    });

    test("wrong codes of both kinds and wrong passwords share one count, and the fifth ends the pending sign-in", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const pending = await begin(user);
      for (let index = 0; index < 2; index += 1) await refusalOf(use(pending, "7K3M-QX2D-9RTA-HB4W"));
      const totp = { client, session: pending, secrets, now };
      for (let index = 0; index < 2; index += 1) await refusalOf(completeWithTotp(world, { ...totp, code: "000000" }));
      await refusalOf(use(pending, "7K3M-QX2D-9RTA-HB4W"));
      expect((await findUser(world.db, user.workspaceId, user.id))?.lockedUntil).toBe(later(now, 60));
      expect(await findLiveSession(world.db, pending.idHash, now)).toBeUndefined();
      expect(await refusalOf(use(pending, codes[0] ?? ""))).toBe("sign_in_refused");
      // Nor does it come back to life when the account opens again.
      expect(await refusalOf(use(pending, codes[0] ?? "", later(now, 61)))).toBe("too_late");
      expect(await codesLeft(world, user)).toBe(10);
    });

    test("a code that is right on the fifth try is taken", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const session = await begin(user);
      for (let index = 0; index < 4; index += 1) await refusalOf(use(session, "7K3M-QX2D-9RTA-HB4W"));
      expect((await use(session, codes[0] ?? "")).session.decisionId).not.toBeNull();
    });

    test.each([
      { factorSet: "no_recovery_codes" },
      { factorSet: "phishing_resistant" },
      { recoveryCodesAllowed: false },
    ] as const)("with %o a code is refused, not spent, and opens no door to enrolling", async (policy) => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      await putPolicy(world, { ...policy, graceHours: 0 });
      const session = await begin(user);
      expect(await stepOf(session)).toMatchObject({ kind: "factor", kinds: ["totp"] });
      expect(await refusalOf(use(session, codes[0] ?? ""))).toBe("sign_in_refused");
      expect(await codesLeft(world, user)).toBe(10);
    });

    test("the last code still lets in whoever has another factor", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      await leaveOnly(user, 1);
      expect((await use(await begin(user), codes[0] ?? "")).session.decisionId).not.toBeNull();
      expect(await codesLeft(world, user)).toBe(0);
      expect(await stepOf(await begin(user))).toMatchObject({ kind: "factor", kinds: ["totp"] });
      expect(await refusalOf(use(await begin(user), codes[1] ?? ""))).toBe("sign_in_refused");
    });

    test("whoever has only codes is let in by them while there are any, and has to enrol after the last", async () => {
      await putPolicy(world, codesAlone);
      const { user, codes } = await addPersonWithCodes(world, secrets);
      await onlyCodes(user);
      expect(await stepOf(await begin(user))).toMatchObject({ kind: "factor", kinds: ["recovery_code"] });
      expect((await use(await begin(user), codes[0] ?? "")).session.decisionId).not.toBeNull();
      await leaveOnly(user, 1);
      const { session } = await use(await begin(user), codes[1] ?? "");
      expect(session.decisionId).toBeNull();
      const wall = {
        kind: "enroll",
        kinds: ["passkey", "security_key", "totp"],
        reason: "MFA_RECOVERY_CODES_EXHAUSTED",
      };
      expect(await stepOf(session)).toEqual(wall);
      // And at the next sign-in, where the password is all there is.
      expect(await stepOf(await begin(user))).toEqual(wall);
    });

    test("before the wall codes may be the first factor where the policy says so, and one of them goes on", async () => {
      await putPolicy(world, codesAlone);
      const user = await addPersonWithPassword();
      const session = await begin(user);
      expect(await stepOf(session)).toMatchObject({ kind: "enroll", kinds: expect.arrayContaining(["recovery_code"]) });
      const codes = await enrolRecoveryCodes(world.db, { session, user, client, now });
      expect(codes).toHaveLength(10);
      expect(await refusalOf(enrolRecoveryCodes(world.db, { session, user, client, now }))).toBe("step_up_required");
      const opened = await use(session, codes[9] ?? "");
      expect(opened.session.decisionId).not.toBeNull();
      expect(await codesLeft(world, user)).toBe(9);
    });

    test("50 forms at the wall make one batch", async () => {
      await putPolicy(world, codesAlone);
      const user = await addPersonWithPassword();
      const session = await begin(user);
      const tries = Array.from({ length: 50 }, () => enrolRecoveryCodes(world.db, { session, user, client, now }));
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("with the password of somebody who has a factor nobody makes codes before the wall", async () => {
      await putPolicy(world, { ...codesAlone, factorSet: "any" });
      const { user } = await addPersonWithTotp(world, secrets);
      const session = await begin(user);
      expect(await refusalOf(enrolRecoveryCodes(world.db, { session, user, client, now }))).toBe("step_up_required");
      await putPolicy(world, { factorSet: "phishing_resistant" });
      expect(await refusalOf(enrolRecoveryCodes(world.db, { session, user, client, now }))).toBe("step_up_required");
    });

    test("codes are no first factor where the policy does not count them as one", async () => {
      await putPolicy(world, { graceHours: 0 });
      const user = await addPersonWithPassword();
      const session = await begin(user);
      expect(await stepOf(session)).toMatchObject({ kind: "enroll", kinds: ["passkey", "security_key", "totp"] });
      expect(await refusalOf(enrolRecoveryCodes(world.db, { session, user, client, now }))).toBe("step_up_required");
    });

    test("a sign-in with a code is enough to make new ones", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      const caller = await callerWith(world, secrets, await use(await begin(user), codes[0] ?? ""), now);
      const replaces = (await findRecoveryBatch(world.db, user.workspaceId, user.id))?.id ?? null;
      expect(await makeRecoveryCodes(world.db, { caller, replaces, newPassword: null, now })).toHaveLength(10);
    });

    test("people are told of every code that is used, with what is left and from where; the log has no code", async () => {
      const { user, codes } = await addPersonWithCodes(world, secrets);
      await use(await begin(user), codes[0] ?? "");
      await leaveOnly(user, 4);
      await use(await begin(user), codes[1] ?? "");
      const mails = await world.db
        .selectFrom("outbox")
        .select(["template", "data"])
        .where("toUserId", "=", user.id)
        .where("template", "like", "recovery%")
        .orderBy("id")
        .execute();
      const told = mails.map(({ template, data }) => [template, JSON.parse(data)]);
      expect(told).toEqual(
        expect.arrayContaining([
          ["recovery_code_used", { remaining: "9", at: now, ip: client.ip }],
          ["recovery_codes_low", { remaining: "3", at: now, ip: client.ip }],
        ]),
      );
      const events = await world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "ACCOUNT_MFA_RECOVERY_CODE_USED")
        .where("subjectId", "=", user.id)
        .orderBy("seq")
        .execute();
      expect(events.map(({ data }) => JSON.parse(data))).toEqual([{ remaining: 9 }, { remaining: 3 }]);
    });
  });
