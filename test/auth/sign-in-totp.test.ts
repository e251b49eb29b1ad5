import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { offerTotp } from "#app/auth/enrolment.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { achievedAal } from "#app/engine/assurance.ts";
import { findLiveSession } from "#db/sessions.ts";
import { takeAttempt } from "#db/sign-in-attempts.ts";
import { findUser, type User } from "#db/users.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
  addPersonWithTotp,
  codeAt,
  later,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const minute = 60;

for (const [name, open] of Object.entries(databases)) {
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const enter = (user: Pick<User, "workspaceId" | "userName">, now: string, given = password) =>
      signInWithPassword(world, { ...user, password: given, client: nobody, earlier: null, now });
    const failuresOf = async ({ workspaceId, id }: User) => {
      const rows = world.db
        .selectFrom("users")
        .select("failedAttempts")
        .where("workspaceId", "=", workspaceId)
        .where("id", "=", id);
      return (await rows.executeTakeFirstOrThrow()).failedAttempts;
    };

    test("a password alone reaches AAL1, and the code of the app completes it to AAL2", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const pending = await enter(user, now);
      expect(achievedAal(pending.session.methods)).toBe(1);
      const opened = await completeWithTotp(world, {
        client: nobody,
        session: pending.session,
        code: codeAt(secret, now),
        secrets,
        now,
      });
      expect(achievedAal(opened.session.methods)).toBe(2);
    });

    test("the code that confirmed the app at set-up does not sign in as well", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const { session } = await enter(user, testStart);
      const code = codeAt(secret, testStart);
      expect(await refusalOf(completeWithTotp(world, { client: nobody, session, code, secrets, now: testStart }))).toBe(
        "sign_in_refused",
      );
    });

    test("a code is good once, and no older one after it", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, 10 * minute);
      const first = await enter(user, now);
      await completeWithTotp(world, {
        client: nobody,
        session: first.session,
        code: codeAt(secret, now),
        secrets,
        now,
      });
      const { session } = await enter(user, now);
      for (const when of [now, later(now, -30)])
        expect(
          await refusalOf(
            completeWithTotp(world, { client: nobody, session, code: codeAt(secret, when), secrets, now }),
          ),
        ).toBe("sign_in_refused");
    });

    test("a reused code is refused in the same words as a wrong one", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const { session } = await enter(user, testStart);
      const say = async (code: string) =>
        completeWithTotp(world, { client: nobody, session, code, secrets, now: testStart }).catch(
          (refused: Error) => refused.message,
        );
      expect(await say(codeAt(secret, testStart))).toBe(await say("000000"));
    });

    test("50 requests with one code at once make one sign-in", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const { session } = await enter(user, now);
      const code = codeAt(secret, now);
      const tries = Array.from({ length: 50 }, () =>
        completeWithTotp(world, { client: nobody, session, code, secrets, now }),
      );
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("50 sessions with one code at once make one sign-in", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const pending = [];
      for (let index = 0; index < 50; index += 1) pending.push((await enter(user, now)).session);
      const code = codeAt(secret, now);
      const results = await Promise.allSettled(
        pending.map((session) => completeWithTotp(world, { client: nobody, session, code, secrets, now })),
      );
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("somebody else's code does not complete a sign-in", async () => {
      const mira = await addPersonWithTotp(world, secrets);
      const other = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const { session } = await enter(mira.user, now);
      const code = codeAt(other.secret, now);
      expect(await refusalOf(completeWithTotp(world, { client: nobody, session, code, secrets, now }))).toBe(
        "sign_in_refused",
      );
    });

    test("an app that was offered and not confirmed does not count", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const { secret } = await offerTotp(world.db, { workspace: world.workspace, user, secrets, now });
      const { session } = await enter(user, now);
      expect(
        await refusalOf(completeWithTotp(world, { client: nobody, session, code: codeAt(secret, now), secrets, now })),
      ).toBe("sign_in_refused");
    });

    test("an unknown name, a wrong password and a closed account get one answer", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const unknown = { workspaceId: world.workspace.id, userName: "nobody@acme.example" };
      const say = (who: Pick<User, "workspaceId" | "userName">, given: string) =>
        enter(who, testStart, given).then(
          () => "let in",
          (refused: Error) => refused.message,
        );
      const wrong = [];
      for (let index = 0; index < 5; index += 1) wrong.push(await say(user, "wrong password here"));
      const closed = await say(user, password);
      expect(new Set([...wrong, closed, await say(unknown, password)]).size).toBe(1);
    });

    test("the fifth failure closes the account for a minute, then longer each time, 15 minutes at most", async () => {
      const user = await addPerson(world);
      const account = { workspaceId: user.workspaceId, userId: user.id };
      let now = testStart;
      const waits = [];
      for (let failure = 1; failure <= 11; failure += 1) {
        const attempt = await takeAttempt(world.db, account, now);
        const until = attempt?.lockedUntil ?? now;
        waits.push((Date.parse(until) - Date.parse(now)) / 60_000);
        now = until;
      }
      expect(waits).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 15, 15, 15]);
    });

    test("wrong passwords and wrong codes, from any number of sessions, share one count", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      await refusalOf(enter(user, now, "wrong password here"));
      for (let index = 0; index < 4; index += 1) {
        const { session } = await enter(user, now);
        await refusalOf(completeWithTotp(world, { client: nobody, session, code: "000000", secrets, now }));
      }
      expect(await refusalOf(enter(user, now))).toBe("sign_in_refused");
    });

    test("one account has one count, however its name is typed", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const spellings = [
        user.userName,
        user.userName.toUpperCase(),
        ` ${user.userName} `,
        user.userName.replace("@", "\uff20"),
      ];
      for (const userName of spellings) await refusalOf(enter({ ...user, userName }, testStart, "wrong password here"));
      expect(await failuresOf(user)).toBe(4);
    });

    test("of 50 guesses at once five are looked at", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await Promise.allSettled(Array.from({ length: 50 }, () => enter(user, testStart, "wrong password here")));
      expect(await failuresOf(user)).toBe(5);
    });

    test("the right password takes back its own try and nobody else's", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      for (let index = 0; index < 4; index += 1) await refusalOf(enter(user, testStart, "wrong password here"));
      await enter(user, testStart);
      expect(await failuresOf(user)).toBe(4);
      expect((await findUser(world.db, user.workspaceId, user.id))?.lockedUntil).toBeNull();
    });

    test("a complete sign-in forgets the failures before it", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      for (let index = 0; index < 3; index += 1) await refusalOf(enter(user, now, "wrong password here"));
      const { session } = await enter(user, now);
      await completeWithTotp(world, { client: nobody, session, code: codeAt(secret, now), secrets, now });
      expect(await failuresOf(user)).toBe(0);
    });

    test("an account that closes between the two steps refuses the second one, and the half sign-in is dead for good", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const pending = await enter(user, now);
      for (let index = 0; index < 5; index += 1) await refusalOf(enter(user, now, "wrong password here"));
      const complete = (when: string) =>
        refusalOf(
          completeWithTotp(world, {
            client: nobody,
            session: pending.session,
            code: codeAt(secret, when),
            secrets,
            now: when,
          }),
        );
      expect(await complete(now)).toBe("sign_in_refused");
      const afterwards = later(now, 2 * minute);
      expect(await findLiveSession(world.db, pending.session.idHash, afterwards)).toBeUndefined();
      expect(await complete(afterwards)).toBe("too_late");
    });

    test("a closed account leaves the person's complete sessions alone, is in the log, and is told to the person", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      for (let index = 0; index < 5; index += 1) await refusalOf(enter(user, testStart, "wrong password here"));
      expect(await findLiveSession(world.db, opened.session.idHash, testStart)).toBeDefined();
      const events = world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "session.locked_out")
        .where("subjectId", "=", user.id);
      expect(JSON.parse((await events.executeTakeFirstOrThrow()).data)).toEqual({
        failures: 5,
        until: later(testStart, minute),
      });
      const mails = world.db.selectFrom("outbox").select("template").where("toUserId", "=", user.id);
      expect(await mails.execute()).toEqual([{ template: "account_closed" }]);
    });

    test("a try cannot be counted in a transaction, whose rollback would forget it", async () => {
      const user = await addPerson(world);
      const counting = world.db.transaction().execute((tx) => takeAttempt(tx, { ...user, userId: user.id }, testStart));
      await expect(counting).rejects.toThrow("expected outside of any");
    });

    test("a person who was barred between the two steps does not get in", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      const now = later(testStart, minute);
      const { session } = await enter(user, now);
      await world.db.updateTable("users").set({ disabledAt: now }).where("id", "=", user.id).execute();
      expect(
        await refusalOf(completeWithTotp(world, { client: nobody, session, code: codeAt(secret, now), secrets, now })),
      ).toBe("sign_in_refused");
    });
  });
}
