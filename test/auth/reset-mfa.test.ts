import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { completeWithRecoveryCode } from "#app/auth/complete-with-recovery-code.server.ts";
import { enrolAndEnter } from "#app/auth/enrolling.server.ts";
import { confirmTotp, offerTotp } from "#app/auth/enrolment.server.ts";
import { openInvitation } from "#app/auth/invitation.server.ts";
import { addUser, changeRoles, disableUser } from "#app/auth/people.server.ts";
import { makeRecoveryCodes } from "#app/auth/recovery-codes.server.ts";
import { resetMfa } from "#app/auth/reset-mfa.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { nextStep } from "#app/auth/sign-in-step.server.ts";
import { createToken } from "#app/auth/token.server.ts";
import { historyOf } from "#db/audit-trail.ts";
import { listFactors } from "#db/factors.ts";
import { listKnownDevices } from "#db/known-devices.ts";
import { listLiveSessions } from "#db/sessions.ts";
import { listTokens } from "#db/tokens.ts";
import { rolesOf, type User } from "#db/users.ts";
import { updateWorkspace } from "#db/workspaces.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { makeContext } from "#test/support/make-context.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPersonWithPasskey,
  addPersonWithTotp,
  codeAt,
  console_,
  later,
  nobody,
  openTestSecrets,
  password,
  publicUrl,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const anHourOn = later(testStart, 3600);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let owner: User;
    beforeAll(async () => {
      world = await open();
      await putPolicy(world, { graceHours: 0, recoveryCodesAllowed: true });
      owner = (await addPersonWithTotp(world, secrets, { roles: ["owner"] })).user;
    });
    afterAll(() => world.close());

    const proofFor = ({ userName: email }: Pick<User, "userName">) => ({
      video_call: "Seen at 10:30, badge held into the camera.",
      email,
      reference: "INC-1",
    });
    const reset = async (user: User, by: User, over: Partial<Parameters<typeof resetMfa>[1]> = {}) => {
      const roles = await rolesOf(world.db, by.workspaceId, by.id);
      return resetMfa(world.db, {
        workspaceId: by.workspaceId,
        userId: user.id,
        by: { userId: by.id, roles, aal: 2, factorUsedAt: testStart },
        actor: { kind: "user", id: by.id },
        proof: proofFor(user),
        publicUrl,
        secrets: plainSecrets,
        now: testStart,
        ...over,
      });
    };
    const begin = ({ workspaceId, userName }: User, now: string) =>
      signInWithPassword(world, { workspaceId, userName, password, client: nobody, earlier: null, now });
    const callerOf = ({ value }: OpenedSession): Promise<Caller> =>
      requireCaller({
        request: new Request(publicUrl, { headers: { Cookie: `mfa_session=${value}` } }),
        context: makeContext(world, { secrets }),
      });
    const addPerson = async (...roles: ("admin" | "owner" | "implementer")[]) =>
      (await addPersonWithTotp(world, secrets, { roles })).user;

    test("after a reset nothing of theirs counts: factors, codes, sessions, devices and approving tokens", async () => {
      const { user, secret, opened } = await addPersonWithTotp(world, secrets);
      const { workspaceId, id } = user;
      const caller = await callerOf(opened);
      await makeRecoveryCodes(world.db, { caller, replaces: null, newPassword: null, now: testStart });
      const personal = { workspaceId, kind: "personal", userId: id, expiresAt: null, factorUsedAt: testStart } as const;
      const making = { ...personal, actor: { kind: "user", id } as const, createdBy: id, now: testStart };
      await createToken(world.db, { ...making, name: "approves", scopes: ["approve"] });
      await createToken(world.db, { ...making, name: "reads", scopes: ["read"] });
      // The browser of the setup is remembered.
      const known = { workspaceId, userId: id, now: testStart };
      expect(await listKnownDevices(world.db, known)).toHaveLength(1);

      expect(await reset(user, owner)).toEqual({ factors: 2, sessions: 1, tokens: 1, link: null });
      expect(await listFactors(world.db, workspaceId, id)).toEqual([]);
      expect(await listLiveSessions(world.db, workspaceId, id, testStart)).toEqual([]);
      expect(await listKnownDevices(world.db, known)).toEqual([]);
      const left = (await listTokens(world.db, workspaceId, id)).filter(({ revokedAt }) => revokedAt === null);
      expect(left.map((token) => token.name)).toEqual(["reads"]);

      const { session } = await begin(user, anHourOn);
      const code = codeAt(secret, anHourOn);
      const withOld = completeWithTotp(world, { session, client: nobody, code, secrets, now: anHourOn });
      expect(await refusalOf(withOld)).toBe("sign_in_refused");
    });

    test("a reset signs nobody in: the next sign-in meets the wall, with the password they have", async () => {
      const user = await addPerson();
      await reset(user, owner);
      const { session } = await begin(user, anHourOn);
      expect(session.decisionId).toBeNull();
      expect(await nextStep(world.db, { session, client: nobody, now: anHourOn })).toMatchObject({
        kind: "enroll",
        reason: "MFA_REQUIRED_NO_FACTOR",
      });
    });

    test("somebody without a password gets a link, mailed to them and shown, which works once", async () => {
      const { user } = await addPersonWithPasskey(world);
      const { link } = await reset(user, owner);
      const token = link?.url.slice(link.url.lastIndexOf("/") + 1) ?? "";
      expect(await openInvitation(world.db, token, testStart)).toMatchObject({ user: { id: user.id } });
      const mails = await world.db
        .selectFrom("outbox")
        .select(["template", "data"])
        .where("toUserId", "=", user.id)
        .where("template", "=", "invitation")
        .execute();
      expect(mails.map(({ data }) => JSON.parse(data).sealedUrl)).toEqual([link?.url]);
    });

    test("enrolling anew after a reset leaves one factor, and nothing of the old ones half alive", async () => {
      const { user, secret, opened } = await addPersonWithTotp(world, secrets);
      const making = { caller: await callerOf(opened), replaces: null, newPassword: null, now: testStart };
      const codes = await makeRecoveryCodes(world.db, making);
      await reset(user, owner);
      const { session } = await begin(user, anHourOn);
      const { db, workspace } = world;
      const offer = await offerTotp(db, { workspace, user, secrets, now: anHourOn });
      const { challengeId } = offer;
      const code = codeAt(offer.secret, anHourOn);
      const factor = await confirmTotp(db, { user, challengeId, secrets, now: anHourOn, code, label: "New phone" });
      const entered = await enrolAndEnter(world, { session, user, factor, client: nobody, now: anHourOn });
      expect(entered.session.decisionId).not.toBeNull();
      expect((await listFactors(db, user.workspaceId, user.id)).map(({ label }) => label)).toEqual(["New phone"]);

      const now = later(anHourOn, 120);
      const step = { session: (await begin(user, now)).session, client: nobody, now };
      const withOldApp = completeWithTotp(world, { ...step, code: codeAt(secret, now), secrets });
      expect(await refusalOf(withOldApp)).toBe("sign_in_refused");
      const withOldCode = completeWithRecoveryCode(world, { ...step, code: codes[0] ?? "" });
      expect(await refusalOf(withOldCode)).toBe("sign_in_refused");
    });

    test("the log says on what proof, and the person and the security contact are told in the same transaction", async () => {
      const user = await addPerson();
      await reset(user, owner);
      const history = await historyOf(world.db, user.workspaceId, { kind: "user", id: user.id });
      const event = history.find(({ type }) => type === "mfa.reset_by_admin");
      expect(event).toMatchObject({ actorId: owner.id });
      expect(JSON.stringify(event?.data)).toContain("badge held into the camera");
      expect(history.filter(({ type }) => type === "ACCOUNT_MFA_DEVICE_REVOKED")).toHaveLength(1);
      const mails = await world.db
        .selectFrom("outbox")
        .select(["template", "toAddress", "data"])
        .where("template", "in", ["mfa_reset", "mfa_reset_alert"])
        .execute();
      expect(mails.map(({ template, toAddress }) => [template, toAddress])).toContainEqual([
        "mfa_reset",
        user.userName,
      ]);
      const alert = mails.filter(({ template, data }) => template === "mfa_reset_alert" && data.includes(user.id));
      expect(alert.map(({ toAddress }) => toAddress)).toEqual(["security@acme.example"]);
    });

    test("nobody resets their own factors, an owner neither", async () => {
      expect(await refusalOf(reset(owner, owner))).toBe("own_mfa_reset");
    });

    test("without a factor used in the last 15 minutes nothing is reset", async () => {
      const user = await addPerson();
      const by = { userId: owner.id, roles: ["owner"] as const, aal: 2 as const };
      const stale = { ...by, factorUsedAt: later(testStart, -15 * 60 - 1) };
      expect(await refusalOf(reset(user, owner, { by: stale }))).toBe("step_up_required");
      expect(await refusalOf(reset(user, owner, { by: { ...by, aal: 1, factorUsedAt: testStart } }))).toBe(
        "step_up_required",
      );
      expect(await listFactors(world.db, user.workspaceId, user.id)).toHaveLength(1);
    });

    test("another address than that of the account resets nothing", async () => {
      const user = await addPerson();
      const proof = proofFor({ userName: `x${user.userName}` });
      expect(await refusalOf(reset(user, owner, { proof }))).toBe("proof_mismatch");
      await reset(user, owner, { proof: proofFor({ userName: user.userName.toUpperCase() }) });
    });

    test("somebody barred is not reset, and somebody unknown is not found", async () => {
      const user = await addPerson();
      const by = { workspaceId: user.workspaceId, ...console_, now: testStart };
      await disableUser(world.db, { ...by, userId: user.id, reason: "left" });
      expect(await refusalOf(reset(user, owner))).toBe("disabled");
      expect(await refusalOf(reset({ ...user, id: "usr_nobody" }, owner))).toBe("unknown_user");
    });

    test("admins reset only where the workspace says so, and an owner's factors never", async () => {
      const [admin, user, other, implementer] = [
        await addPerson("admin"),
        await addPerson(),
        await addPerson("owner"),
        await addPerson("implementer"),
      ];
      expect(await refusalOf(reset(user, admin))).toBe("not_mfa_resetter");
      const { id, slug: _slug, createdAt: _createdAt, ...settings } = world.workspace;
      await updateWorkspace(world.db, id, { ...settings, mfaResetBy: "admins" });
      await reset(user, admin);
      expect(await refusalOf(reset(other, admin))).toBe("not_mfa_resetter");
      expect(await refusalOf(reset(user, implementer))).toBe("not_mfa_resetter");
      await reset(other, owner);
      await updateWorkspace(world.db, id, settings);
    });

    test("an owner who was demoted a moment ago resets nothing", async () => {
      const [demoted, user] = [await addPerson("owner"), await addPerson()];
      const on = { workspaceId: demoted.workspaceId, ...console_, now: testStart };
      await changeRoles(world.db, { ...on, userId: demoted.id, roles: [] });
      const by = { userId: demoted.id, roles: ["owner"] as const, aal: 2 as const, factorUsedAt: testStart };
      expect(await refusalOf(reset(user, demoted, { by }))).toBe("not_mfa_resetter");
    });

    test("owners and admins get the rule like everybody: without a factor they meet the wall", async () => {
      for (const role of ["owner", "admin"] as const) {
        const user = await addPerson(role);
        await reset(user, owner);
        const { session } = await begin(user, anHourOn);
        expect(session.decisionId).toBeNull();
        expect((await nextStep(world.db, { session, client: nobody, now: anHourOn })).kind).toBe("enroll");
      }
    });

    test("a reset ends the time to enrol: a day or a month after the first sign-in there is the wall", async () => {
      await putPolicy(world, { graceHours: 336 });
      const day = 24 * 3600;
      for (const now of [later(testStart, day), later(testStart, 30 * day)]) {
        const user = await addPerson();
        const by = { userId: owner.id, roles: ["owner"] as const, aal: 2 as const, factorUsedAt: now };
        await reset(user, owner, { by, now });
        const { session } = await begin(user, now);
        expect(session.decisionId).toBeNull();
        expect(await nextStep(world.db, { session, client: nobody, now })).toMatchObject({
          kind: "enroll",
          reason: "MFA_REQUIRED_NO_FACTOR",
        });
      }
      await putPolicy(world, { graceHours: 0 });
    });

    test("a reset of somebody who has enrolled nothing goes through and leaves nothing half active", async () => {
      const by = { workspaceId: owner.workspaceId, ...console_, now: testStart };
      const names = { userName: "fresh@acme.example", displayName: "Fresh" };
      const user = await addUser(world.db, { ...by, user: names, roles: [] });
      expect(await reset(user, owner)).toMatchObject({ factors: 0, sessions: 0, link: { url: expect.any(String) } });
    });
  });
