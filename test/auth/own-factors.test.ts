import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { confirmPasskey, confirmTotp, offerTotp } from "#app/auth/enrolment.server.ts";
import { addOwnFactor, revokeOwnFactor } from "#app/auth/own-factors.server.ts";
import { askForNewPasskey } from "#app/auth/passkey-options.server.ts";
import { hashPassword } from "#app/auth/password.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import type { FactorKind } from "#app/engine/types.ts";
import { listFactors } from "#db/factors.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { findLiveSession } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { type Authenticator, makeAuthenticator } from "#test/support/authenticator.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
  addPersonWithPasskey,
  addPersonWithTotp,
  at,
  codeAt,
  later,
  nobody,
  openTestSecrets,
  password,
  publicUrl,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const stale = later(testStart, 15 * 60 + 1);

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const callerOf = ({ value }: OpenedSession, now = testStart): Promise<Caller> => {
      const headers = { Cookie: `mfa_session=${value}` };
      return requireCaller({
        request: new Request(publicUrl, { headers }),
        context: makeContext(world, { secrets, now }),
      });
    };
    const newPasskey = async (user: User, authenticator?: Authenticator, now = testStart) => {
      const binding = { user, sessionHash: null };
      const key = authenticator ?? makeAuthenticator({ origin: publicUrl.origin, userId: user.id });
      const asked = await askForNewPasskey(world.db, { workspace: world.workspace, ...binding, at, now });
      const answered = { answer: key.create(asked.options), challengeId: asked.challengeId };
      return confirmPasskey(world.db, { ...binding, ...answered, label: "Key", now });
    };
    const kindsOf = async (user: User) =>
      (await listFactors(world.db, user.workspaceId, user.id)).map(({ kind }) => kind).sort();
    const factorOf = async (user: User, wanted: FactorKind) =>
      (await listFactors(world.db, user.workspaceId, user.id)).find(({ kind }) => kind === wanted)?.id ?? "";
    const add = (caller: Caller, factor: Awaited<ReturnType<typeof newPasskey>>, now = testStart) =>
      addOwnFactor(world, { client: nobody, caller, factor, newPassword: null, now });

    test("a factor is added with a factor that was used in the last 15 minutes, and not later", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      await add(await callerOf(opened), await newPasskey(user));
      expect(await kindsOf(user)).toEqual(["passkey", "totp"]);
      const late = add(await callerOf(opened, stale), await newPasskey(user, undefined, stale), stale);
      expect(await refusalOf(late)).toBe("step_up_required");
    });

    test("a session that is below AAL2 does not enrol its way up", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const caller = await callerOf(opened);
      const below = { ...caller, actor: { ...caller.actor, aal: 1 as const } };
      expect(await refusalOf(add(below, await newPasskey(user)))).toBe("step_up_required");
    });

    test("a first factor makes the session that was let in without one stronger, and the time to enrol is behind it", async () => {
      const user = await addPerson(world);
      await setPasswordHash(world.db, user.workspaceId, user.id, await hashPassword(password));
      const { workspaceId, userName } = user;
      const entering = { workspaceId, userName, password, client: nobody, earlier: null, now: testStart };
      const opened = await signInWithPassword(world, entering);
      const stronger = await add(await callerOf(opened), await newPasskey(user));
      if (!stronger) throw new Error("nothing took the place of the session, expected a stronger one");
      const { actor, session } = await callerOf(stronger);
      expect([actor.aal, session?.graceEndsAt]).toEqual([2, null]);
      await expect(callerOf(opened)).rejects.toBeInstanceOf(Response);
    });

    test("a credential that the workspace knows is not registered twice, for anybody", async () => {
      const first = await addPersonWithPasskey(world);
      const second = await addPersonWithPasskey(world);
      const again = newPasskey(first.user, first.authenticator);
      expect(await refusalOf(add(await callerOf(first.opened), await again))).toBe("known_credential");
      const stolen = newPasskey(second.user, first.authenticator);
      expect(await refusalOf(add(await callerOf(second.opened), await stolen))).toBe("known_credential");
    });

    test("an offered app is confirmed once, and its first code does not sign in", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const caller = await callerOf(opened);
      const now = later(testStart, 60);
      const { challengeId, secret } = await offerTotp(world.db, { workspace: world.workspace, user, secrets, now });
      const code = codeAt(secret, now);
      const factor = await confirmTotp(world.db, { user, challengeId, secrets, now, code, label: "Second phone" });
      await add(caller, factor, now);
      expect(await refusalOf(add(caller, factor, now))).toBe("too_late");
      const entering = { ...user, password, client: nobody, earlier: null, now };
      const { session } = await signInWithPassword(world, entering);
      expect(await refusalOf(completeWithTotp(world, { client: nobody, session, code, secrets, now }))).toBe(
        "sign_in_refused",
      );
    });

    test("the last factor cannot be removed, the log has the attempt, and the person is told of it", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const id = await factorOf(user, "passkey");
      const removing = revokeOwnFactor(world.db, { caller: await callerOf(opened), id, now: testStart });
      expect(await refusalOf(removing)).toBe("ACCOUNT_MFA_DISABLE_BLOCKED");
      expect(await kindsOf(user)).toEqual(["passkey"]);
      const events = world.db.selectFrom("auditEvents").select("type").where("subjectId", "=", user.id);
      expect((await events.execute()).map(({ type }) => type)).toContain("ACCOUNT_MFA_DISABLE_BLOCKED");
      const told = world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id);
      expect(await told.execute()).toEqual([{ template: "factor_removal_blocked" }]);
    });

    test("a factor that the policy does not accept is no way to sign in, and where it asks for none the last one may go", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const caller = await callerOf(opened);
      await add(caller, await newPasskey(user));
      await putPolicy(world, { factorSet: "phishing_resistant" });
      const remove = async (kind: FactorKind) =>
        revokeOwnFactor(world.db, { caller, id: await factorOf(user, kind), now: testStart });
      expect(await refusalOf(remove("passkey"))).toBe("ACCOUNT_MFA_DISABLE_BLOCKED");
      await putPolicy(world, { factorSet: "any" });
      await remove("passkey");
      expect(await refusalOf(remove("totp"))).toBe("ACCOUNT_MFA_DISABLE_BLOCKED");
      await putPolicy(world, { dial: "optional" });
      await remove("totp");
      expect(await kindsOf(user)).toEqual([]);
      await putPolicy(world, { dial: "required", factorSet: "totp_or_webauthn" });
    });

    test("an app without a password beside it does not count as a way in", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const passkey = await factorOf(user, "passkey");
      const caller = await callerOf(opened);
      const offer = await offerTotp(world.db, { workspace: world.workspace, user, secrets, now: testStart });
      const code = codeAt(offer.secret, testStart);
      const confirming = { user, challengeId: offer.challengeId, secrets, now: testStart, code, label: "App" };
      await add(caller, await confirmTotp(world.db, confirming));
      const removing = revokeOwnFactor(world.db, { caller, id: passkey, now: testStart });
      expect(await refusalOf(removing)).toBe("ACCOUNT_MFA_DISABLE_BLOCKED");
    });

    test("removing a factor ends the person's other sessions and keeps this one", async () => {
      const { user, secret, opened } = await addPersonWithTotp(world, secrets);
      await add(await callerOf(opened), await newPasskey(user));
      const now = later(testStart, 60);
      const entered = await signInWithPassword(world, { ...user, password, client: nobody, earlier: null, now });
      const code = codeAt(secret, now);
      const here = await completeWithTotp(world, { client: nobody, session: entered.session, code, secrets, now });
      await revokeOwnFactor(world.db, { caller: await callerOf(here, now), id: await factorOf(user, "passkey"), now });
      expect(await findLiveSession(world.db, opened.session.idHash, now)).toBeUndefined();
      expect(await findLiveSession(world.db, here.session.idHash, now)).toBeDefined();
    });

    test("a removed factor is gone at once, and one that was removed cannot be registered again half-way", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const caller = await callerOf(opened);
      const key = makeAuthenticator({ origin: publicUrl.origin, userId: user.id });
      await add(caller, await newPasskey(user, key));
      await revokeOwnFactor(world.db, { caller, id: await factorOf(user, "passkey"), now: testStart });
      expect(await kindsOf(user)).toEqual(["totp"]);
      expect(await refusalOf(add(caller, await newPasskey(user, key)))).toBe("known_credential");
      expect(await kindsOf(user)).toEqual(["totp"]);
    });

    test("people are told of every factor that is added to their account or removed from it", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const caller = await callerOf(opened);
      await add(caller, await newPasskey(user));
      await revokeOwnFactor(world.db, { caller, id: await factorOf(user, "passkey"), now: testStart });
      const mails = await world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id).execute();
      expect(mails.map(({ template }) => template).sort()).toEqual(["factor_added", "factor_removed"]);
    });

    test("somebody else's factor is not there to be removed", async () => {
      const mine = await addPersonWithTotp(world, secrets);
      const theirs = await addPersonWithTotp(world, secrets);
      const id = await factorOf(theirs.user, "totp");
      const removing = revokeOwnFactor(world.db, { caller: await callerOf(mine.opened), id, now: testStart });
      expect(await refusalOf(removing)).toBe("not_found");
    });

    test("a password is added once, and only as good a one as at set-up", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      const caller = await callerOf(opened);
      const adding = async (newPassword: string) =>
        addOwnFactor(world, { client: nobody, caller, factor: await newPasskey(user), newPassword, now: testStart });
      expect(await refusalOf(adding("short"))).toBe("weak_password");
      await adding(password);
      expect(await refusalOf(adding("another long password"))).toBe("has_password");
    });
  });
}
