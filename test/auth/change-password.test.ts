import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Caller, requireCaller } from "#app/auth/caller.server.ts";
import { changeOwnPassword } from "#app/auth/change-password.server.ts";
import { isPassword } from "#app/auth/password.server.ts";
import type { OpenedSession } from "#app/auth/session.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import { passwordHashOf } from "#db/passwords.ts";
import { listLiveSessions } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPersonWithPasskey,
  addPersonWithTotp,
  later,
  nobody,
  openTestSecrets,
  password,
  publicUrl,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const newPassword = "a whole new battery of staples";
const stale = later(testStart, 15 * 60 + 1);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const callerOf = ({ value }: OpenedSession, now: string): Promise<Caller> =>
      requireCaller({
        request: new Request(publicUrl, { headers: { Cookie: `mfa_session=${value}` } }),
        context: makeContext(world, { secrets, now }),
      });
    const change = async (opened: OpenedSession, current: string | null, now: string, wish = newPassword) =>
      changeOwnPassword(world.db, { caller: await callerOf(opened, now), current, password: wish, now });
    const has = async (user: User, typed: string) =>
      isPassword(await passwordHashOf(world.db, user.workspaceId, user.id), typed);

    test("the old password, or a factor used in the last 15 minutes, is what a new one rests on", async () => {
      const one = await addPersonWithTotp(world, secrets);
      await change(one.opened, null, testStart);
      expect(await has(one.user, newPassword)).toBe(true);
      const other = await addPersonWithTotp(world, secrets);
      expect(await refusalOf(change(other.opened, null, stale))).toBe("step_up_required");
      expect(await refusalOf(change(other.opened, "wrong", stale))).toBe("wrong_password");
      expect(await has(other.user, password)).toBe(true);
      await change(other.opened, password, stale);
      expect(await has(other.user, newPassword)).toBe(true);
    });

    test("all other sessions end, and the person is told", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const { workspaceId, userName } = user;
      const signIn = { workspaceId, userName, password, client: nobody, earlier: null, now: testStart };
      await signInWithPassword(world, signIn);
      expect(await listLiveSessions(world.db, workspaceId, user.id, testStart)).toHaveLength(2);
      await change(opened, null, testStart);
      const left = await listLiveSessions(world.db, workspaceId, user.id, testStart);
      expect(left.map(({ idHash }) => idHash)).toEqual([opened.session.idHash]);
      const told = await world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id).execute();
      expect(told).toEqual([{ template: "password_changed" }]);
    });

    test("wrong old passwords are counted with the tries to sign in, and close the account", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      for (let tries = 0; tries < 5; tries += 1)
        expect(await refusalOf(change(opened, `wrong ${tries}`, stale))).toBe("wrong_password");
      expect(await refusalOf(change(opened, password, stale))).toBe("sign_in_refused");
    });

    test("a first password needs a fresh factor, whatever is typed as the old one", async () => {
      const { user, opened } = await addPersonWithPasskey(world);
      expect(await refusalOf(change(opened, "", stale))).toBe("step_up_required");
      expect(await refusalOf(change(opened, password, stale))).toBe("step_up_required");
      await change(opened, null, testStart);
      expect(await has(user, newPassword)).toBe(true);
    });

    test("a weak password is refused", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      expect(await refusalOf(change(opened, null, testStart, "short"))).toBe("weak_password");
      expect(await refusalOf(change(opened, null, testStart, user.userName))).toBe("weak_password");
    });
  });
