import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openPasswordReset, resetPassword, sendPasswordReset } from "#app/auth/forgotten-password.server.ts";
import { openInvitation } from "#app/auth/invitation.server.ts";
import { disableUser } from "#app/auth/people.server.ts";
import { hashToken } from "#app/auth/random-token.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { listFactors } from "#db/factors.ts";
import { listLiveSessions } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext, plainSecrets } from "#test/support/job-context.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import {
  addPerson,
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
const newPassword = "a whole new battery of staples";
const halfAnHour = 30 * 60;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const messagesTo = ({ id }: User) =>
      world.db
        .selectFrom("outbox")
        .select(["template", "data"])
        .where("toUserId", "=", id)
        .where("template", "in", ["password_reset", "password_changed"])
        .orderBy("createdAt")
        .execute();
    const ask = (userName: string, now = testStart) =>
      sendPasswordReset(world.db, { workspaceId: world.workspace.id, userName, publicUrl, secrets: plainSecrets, now });
    /** Returns the token of the newest link, as the mail has it. */
    const tokenFor = async (user: User, now = testStart) => {
      await ask(user.userName, now);
      const newest = (await messagesTo(user)).filter(({ template }) => template === "password_reset").at(-1);
      const { sealedUrl } = JSON.parse(newest?.data ?? "{}") as { sealedUrl: string };
      return sealedUrl.slice(sealedUrl.lastIndexOf("/") + 1);
    };
    const reset = (token: string, now = testStart) => resetPassword(world.db, { token, password: newPassword, now });
    const begin = ({ workspaceId, userName }: User, typed: string, now: string) =>
      signInWithPassword(world, { workspaceId, userName, password: typed, client: nobody, earlier: null, now });

    test("a reset never yields a session, ends those that are there, and leaves the second factor in force", async () => {
      const { user, secret } = await addPersonWithTotp(world, secrets);
      expect(await listLiveSessions(world.db, user.workspaceId, user.id, testStart)).toHaveLength(1);
      const before = await listFactors(world.db, user.workspaceId, user.id);
      expect(await reset(await tokenFor(user))).toBeUndefined();
      expect(await listLiveSessions(world.db, user.workspaceId, user.id, testStart)).toEqual([]);
      expect(await listFactors(world.db, user.workspaceId, user.id)).toEqual(before);

      const now = later(testStart, 60);
      expect(await refusalOf(begin(user, password, now))).toBe("sign_in_refused");
      const { session } = await begin(user, newPassword, now);
      expect(session.decisionId).toBeNull();
      const code = codeAt(secret, now);
      const opened = await completeWithTotp(world, { session, client: nobody, code, secrets, now });
      expect(opened.session.decisionId).not.toBeNull();
    });

    test("a mailbox alone is one factor: link and new password lead to the second one and nowhere else", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await reset(await tokenFor(user));
      const { session } = await begin(user, newPassword, later(testStart, 60));
      expect(session.methods.map(({ method }) => method)).toEqual(["password"]);
      expect(session.decisionId).toBeNull();
    });

    test("where only new browsers are challenged, a reset makes every browser a new one", async () => {
      await putPolicy(world, { challengeFrequency: "new_device" });
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const client = { ip: null, userAgent: null, deviceHash: hashToken(opened.device?.value ?? "") };
      const { workspaceId, userName } = user;
      const now = later(testStart, 60);
      const signIn = (typed: string) =>
        signInWithPassword(world, { workspaceId, userName, password: typed, client, earlier: null, now });
      expect((await signIn(password)).session.decisionId).not.toBeNull();
      await reset(await tokenFor(user));
      expect((await signIn(newPassword)).session.decisionId).toBeNull();
      await putPolicy(world, { challengeFrequency: "every_sign_in" });
    });

    test("a link works once: of fifty at the same time one sets the password", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const token = await tokenFor(user);
      const tries = Array.from({ length: 50 }, (_, at) =>
        resetPassword(world.db, { token, password: `${newPassword} ${at}`, now: testStart }),
      );
      const results = await Promise.allSettled(tries);
      expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
      expect((await messagesTo(user)).filter(({ template }) => template === "password_changed")).toHaveLength(1);
      expect(await refusalOf(reset(token))).toBe("too_late");
    });

    test("a link ends after half an hour, to the millisecond, and when a newer one is sent", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const first = await tokenFor(user);
      expect(await openPasswordReset(world.db, first, later(testStart, halfAnHour - 0.001))).not.toBeNull();
      expect(await openPasswordReset(world.db, first, later(testStart, halfAnHour))).toBeNull();
      expect(await refusalOf(reset(first, later(testStart, halfAnHour)))).toBe("too_late");
      const second = await tokenFor(user, later(testStart, 60));
      expect(await refusalOf(reset(first, later(testStart, 60)))).toBe("too_late");
      await reset(second, later(testStart, 60));
    });

    test("an account is sent three links within an hour, however many are asked for at once", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await Promise.all(Array.from({ length: 20 }, () => ask(user.userName)));
      expect(await messagesTo(user)).toHaveLength(3);
      await ask(user.userName.toUpperCase(), later(testStart, 600));
      expect(await messagesTo(user)).toHaveLength(3);
      await ask(user.userName, later(testStart, 3601));
      expect(await messagesTo(user)).toHaveLength(4);
    });

    test("nothing is sent, and nothing said, for an unknown name, somebody barred and somebody without a password", async () => {
      const barred = (await addPersonWithTotp(world, secrets)).user;
      const by = { workspaceId: world.workspace.id, ...console_, now: testStart };
      await disableUser(world.db, { ...by, userId: barred.id, reason: "left" });
      const { user: withPasskey } = await addPersonWithPasskey(world);
      const invited = await addPerson(world);
      for (const user of [barred, withPasskey, invited]) {
        expect(await ask(user.userName)).toBeUndefined();
        expect(await messagesTo(user)).toEqual([]);
      }
      expect(await ask("nobody@acme.example")).toBeUndefined();
      expect(await ask("")).toBeUndefined();
    });

    test("a link of somebody who was barred since sets nothing", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const token = await tokenFor(user);
      const by = { workspaceId: world.workspace.id, ...console_, now: testStart };
      await disableUser(world.db, { ...by, userId: user.id, reason: "left" });
      expect(await refusalOf(reset(token))).toBe("too_late");
    });

    test("the link of a reset does not set up a sign-in, and is stored as a hash only", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const token = await tokenFor(user);
      expect(await openInvitation(world.db, token, testStart)).toBeNull();
      const { tokenHash } = await world.db
        .selectFrom("passwordResets")
        .select("tokenHash")
        .where("userId", "=", user.id)
        .executeTakeFirstOrThrow();
      expect(tokenHash).toBe(hashToken(token));
    });

    test("a weak password is refused and does not spend the link", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const token = await tokenFor(user);
      const weak = resetPassword(world.db, { token, password: "short", now: testStart });
      expect(await refusalOf(weak)).toBe("weak_password");
      await reset(token);
    });

    test("a lock that wrong tries have begun stays through a reset", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      for (let tries = 0; tries < 5; tries += 1)
        expect(await refusalOf(begin(user, "wrong", testStart))).toBe("sign_in_refused");
      await reset(await tokenFor(user));
      expect(await refusalOf(begin(user, newPassword, testStart))).toBe("sign_in_refused");
    });

    test("a link waits sealed in the outbox and stands in the mail", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await sendPasswordReset(world.db, {
        workspaceId: user.workspaceId,
        userName: user.userName,
        publicUrl,
        secrets,
        now: testStart,
      });
      const [queued] = await messagesTo(user);
      expect(queued?.data).not.toContain("reset-password");
      const sent: { to: string; text: string }[] = [];
      const mailer = {
        send: async (mail: { to: string; text: string }) => {
          sent.push(mail);
          return { ok: true, response: "250 taken" } as const;
        },
        close: () => undefined,
      };
      await sendOutbox.run({ ...jobContext(world, mailer), secrets }, world.workspace, testStart);
      const mails = sent.filter(({ to }) => to === user.userName);
      expect(mails.some(({ text }) => /\/reset-password\/[\w-]{43}/.test(text))).toBe(true);
    });
  });
