import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { optionalCaller, requireCaller } from "#app/auth/caller.server.ts";
import { disableUser, enableUser } from "#app/auth/people.server.ts";
import { signOut } from "#app/auth/session.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { stepUpWithTotp } from "#app/auth/step-up.server.ts";
import { findLiveSession } from "#db/sessions.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPersonWithTotp,
  codeAt,
  console_,
  later,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const hour = 3600;
const page = "http://localhost:3000/exceptions?state=active";

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const calling = (value: string, now = testStart, secure = false) => {
      const publicUrl = new URL(secure ? "https://register.acme.example" : "http://localhost:3000");
      const headers = { Cookie: `${secure ? "__Host-mfa_session" : "mfa_session"}=${value}` };
      return { request: new Request(page, { headers }), context: makeContext(world, { secrets, now, publicUrl }) };
    };

    test("only the hash of a session's cookie is stored", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      const row = await world.db
        .selectFrom("sessions")
        .selectAll()
        .where("idHash", "=", opened.session.idHash)
        .executeTakeFirst();
      expect(JSON.stringify(row)).not.toContain(opened.value);
    });

    test("a session's assurance is derived from what it completed, whatever its row is made to say of other things", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      const caller = await requireCaller(calling(opened.value));
      expect(caller.actor).toMatchObject({ aal: 2, factorUsedAt: testStart });
      const passwordOnly = JSON.stringify([{ method: "password", completedAt: testStart, userVerified: true }]);
      await world.db
        .updateTable("sessions")
        .set({ methods: passwordOnly })
        .where("idHash", "=", opened.session.idHash)
        .execute();
      expect((await optionalCaller(calling(opened.value)))?.actor).toMatchObject({ aal: 1, factorUsedAt: null });
    });

    test("half a sign-in sees no page: it is sent on to the second step", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { value } = await signInWithPassword(world, {
        ...user,
        password,
        client: nobody,
        earlier: null,
        now: testStart,
      });
      const answer = await requireCaller(calling(value)).catch((thrown: Response) => thrown);
      expect(answer).toBeInstanceOf(Response);
      expect((answer as Response).headers.get("Location")).toBe(
        `/sign-in?to=${encodeURIComponent("/exceptions?state=active")}`,
      );
    });

    test("half a sign-in is over after ten minutes", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { session } = await signInWithPassword(world, {
        ...user,
        password,
        client: nobody,
        earlier: null,
        now: testStart,
      });
      expect(await findLiveSession(world.db, session.idHash, later(testStart, 599))).toBeDefined();
      expect(await findLiveSession(world.db, session.idHash, later(testStart, 600))).toBeUndefined();
    });

    test("a session is over after an hour without a request", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      expect(await optionalCaller(calling(opened.value, later(testStart, hour - 1)))).not.toBeNull();
      expect(await optionalCaller(calling(opened.value, later(testStart, 2 * hour - 2)))).not.toBeNull();
      expect(await optionalCaller(calling(opened.value, later(testStart, 3 * hour - 2)))).toBeNull();
    });

    test("a session is over 24 hours after the sign-in, however busy it was and however often it stepped up", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      let { session, value } = opened;
      for (let minutes = 30; minutes < 24 * 60; minutes += 30) {
        const now = later(testStart, minutes * 60);
        expect(await optionalCaller(calling(value, now))).not.toBeNull();
        if (minutes % 360 === 0)
          ({ session, value } = await stepUpWithTotp(world, {
            session,
            client: nobody,
            code: codeAt(secret, now),
            secrets,
            now,
          }));
      }
      expect(await optionalCaller(calling(value, later(testStart, 24 * hour)))).toBeNull();
    });

    test("signing in, the second step and stepping up each change the session's id and end the one before", async () => {
      const { user, secret, opened: earlier } = await addPersonWithTotp(world, secrets);
      const start = later(testStart, 60);
      const entered = await signInWithPassword(world, {
        ...user,
        password,
        client: nobody,
        earlier: earlier.session,
        now: start,
      });
      const completed = await completeWithTotp(world, {
        client: nobody,
        session: entered.session,
        code: codeAt(secret, start),
        secrets,
        now: start,
      });
      const now = later(start, 60);
      const stepped = await stepUpWithTotp(world, {
        client: nobody,
        session: completed.session,
        code: codeAt(secret, now),
        secrets,
        now,
      });
      for (const { session } of [earlier, entered, completed])
        expect(await findLiveSession(world.db, session.idHash, now)).toBeUndefined();
      expect(await findLiveSession(world.db, stepped.session.idHash, now)).toBeDefined();
      expect(new Set([earlier, entered, completed, stepped].map(({ value }) => value)).size).toBe(4);
    });

    test("stepping up makes the factor's use recent", async () => {
      const { opened, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, 1800);
      const { value } = await stepUpWithTotp(world, {
        client: nobody,
        session: opened.session,
        code: codeAt(secret, now),
        secrets,
        now,
      });
      expect((await requireCaller(calling(value, now))).actor.factorUsedAt).toBe(now);
    });

    test("half a sign-in cannot step up past its first step", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, 60);
      const { session } = await signInWithPassword(world, { ...user, password, client: nobody, earlier: null, now });
      expect(
        await refusalOf(stepUpWithTotp(world, { session, client: nobody, code: codeAt(secret, now), secrets, now })),
      ).toBe("sign_in_refused");
    });

    test("a code without the password before it is no sign-in", async () => {
      const { secret, opened } = await addPersonWithTotp(world, secrets);
      const session = { ...opened.session, methods: [] };
      const now = later(testStart, 60);
      expect(
        await refusalOf(completeWithTotp(world, { client: nobody, session, code: codeAt(secret, now), secrets, now })),
      ).toBe("sign_in_refused");
    });

    test("an old cookie is of no use after signing out", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      await signOut(world.db, opened.session, testStart);
      expect(await optionalCaller(calling(opened.value))).toBeNull();
    });

    test("barring a person ends their sessions, and letting them in again does not bring these back", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const managed = { workspaceId: user.workspaceId, userId: user.id, ...console_, now: testStart };
      await disableUser(world.db, { ...managed, reason: "left" });
      expect(await optionalCaller(calling(opened.value))).toBeNull();
      await enableUser(world.db, managed);
      expect(await optionalCaller(calling(opened.value))).toBeNull();
    });

    test("a made-up cookie is nobody", async () => {
      for (const value of ["", "x", "A".repeat(43), "A".repeat(10_000), "' or 1=1 --"])
        expect(await optionalCaller(calling(value))).toBeNull();
    });

    test("on https the cookie without the __Host- name does not count", async () => {
      const { opened } = await addPersonWithTotp(world, secrets);
      expect(await optionalCaller(calling(opened.value, testStart, true))).not.toBeNull();
      const { context } = calling(opened.value, testStart, true);
      const request = new Request(page, { headers: { Cookie: `mfa_session=${opened.value}` } });
      expect(await optionalCaller({ request, context })).toBeNull();
    });
  });
}
