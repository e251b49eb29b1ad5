import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Caller } from "#app/auth/caller.server.ts";
import { changeOwnPassword } from "#app/auth/change-password.server.ts";
import { completeWithTotp, signInWithPassword } from "#app/auth/sign-in.server.ts";
import { stepUpWithTotp } from "#app/auth/step-up.server.ts";
import { unlockUser } from "#app/auth/unlock.server.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { insertKnownDevice, listKnownDevices } from "#db/known-devices.ts";
import { findLiveSession } from "#db/sessions.ts";
import type { User } from "#db/users.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPerson, addPersonWithTotp, later, nobody, openTestSecrets, password } from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const now = later(testStart, 60);
const wrong = "wrong password here";
/** A session whose factor was used too long ago to stand for a password. */
const actor = { userId: "", roles: [], aal: 1, factorUsedAt: null } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    beforeAll(async () => {
      world = await open();
    });
    afterAll(() => world.close());

    const enter = (userName: string, typed: string, ip: string | null = "192.0.2.1", at = now) =>
      signInWithPassword(world, {
        ...{ workspaceId: world.workspace.id, userName, password: typed, earlier: null, now: at },
        client: { ip, userAgent: null, deviceHash: null },
      });
    const callerWith = async (...roles: RegisterRole[]): Promise<Caller> => {
      const { id, userName } = await addPerson(world, { roles });
      return callerFor(world, { userId: id, userName, roles }, now);
    };
    const lock = async ({ userName }: User) => {
      for (let index = 0; index < 5; index += 1) await refusalOf(enter(userName, wrong, "192.0.2.200"));
    };

    test("of guesses at a password, at codes and at a step-up, from many sessions at once, five are looked at", async () => {
      const { user, opened } = await addPersonWithTotp(world, secrets);
      const { id: userId, userName } = user;
      const begun = [];
      for (let index = 0; index < 12; index += 1) begun.push(await enter(userName, password));
      const stale = { ...(await callerFor(world, { userId, userName, roles: [] }, testStart)), ...{ actor } };
      const client = { ...nobody, ip: "192.0.2.202" };
      const guesses = begun.flatMap(({ session }) => [
        () => enter(userName, wrong),
        () => completeWithTotp(world, { client, session, code: "000000", secrets, now }),
        () => stepUpWithTotp(world, { client, session: opened.session, code: "000000", secrets, now }),
        () => changeOwnPassword(world.db, { caller: stale, current: wrong, password: "another fine phrase", now }),
      ]);
      const tried = await Promise.allSettled(guesses.map((guess) => guess()));
      expect(tried.filter(({ status }) => status === "fulfilled")).toEqual([]);
      const { failedAttempts } = await world.db
        .selectFrom("users")
        .select("failedAttempts")
        .where("id", "=", userId)
        .executeTakeFirstOrThrow();
      expect(failedAttempts).toBe(5);
      for (const { session } of begun)
        expect(await findLiveSession(world.db, session.idHash, later(now, 120))).toBeUndefined();
    });

    test("an admin with a fresh factor opens a locked account, which the log says", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      await lock(user);
      expect(await refusalOf(enter(user.userName, password))).toBe("sign_in_refused");
      const admin = await callerWith("admin");
      const late = { caller: admin, userId: user.id, now: later(now, 901) };
      expect(await refusalOf(unlockUser(world.db, late))).toBe("step_up_required");
      const stranger = await callerWith();
      expect(await refusalOf(unlockUser(world.db, { caller: stranger, userId: user.id, now }))).toBe("not_admin");
      await unlockUser(world.db, { caller: admin, userId: user.id, now });
      expect((await enter(user.userName, password)).session.userId).toBe(user.id);
      const { data } = await world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "user.unlocked")
        .where("subjectId", "=", user.id)
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toEqual({ failures: 5, until: later(now, 60) });
    });

    test("of 50 who open an account at once one does, and what is not locked is not opened", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const admin = await callerWith("admin");
      const unlock = () => unlockUser(world.db, { caller: admin, userId: user.id, now });
      expect(await refusalOf(unlock())).toBe("not_locked");
      await lock(user);
      const opened = await Promise.allSettled(Array.from({ length: 50 }, unlock));
      expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    });

    test("an admin does not open the account of an owner", async () => {
      const { user } = await addPersonWithTotp(world, secrets, { roles: ["owner"] });
      await lock(user);
      const admin = await callerWith("admin");
      expect(await refusalOf(unlockUser(world.db, { caller: admin, userId: user.id, now }))).toBe("owners_only");
    });

    test("a lock forgets the browsers in which the person was known", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { workspaceId, id: userId } = user;
      const device = { workspaceId, userId, idHash: `${name}-locked`, userAgent: null };
      await insertKnownDevice(world.db, {
        ...device,
        ...{ createdAt: now, lastSeenAt: now, expiresAt: later(now, 86_400) },
      });
      await lock(user);
      expect(await listKnownDevices(world.db, { workspaceId, userId, now })).toEqual([]);
    });

    test("guessing names from one address ends after 200 of them, for every name, and not for other addresses", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      const { userName } = user;
      const place = { workspaceId: world.workspace.id, address: "198.51.100.7" };
      await world.db
        .insertInto("addressAttempts")
        .values({ ...place, begunAt: now, failures: 199 })
        .execute();
      expect(await refusalOf(enter("nobody@acme.example", wrong, "198.51.100.7"))).toBe("sign_in_refused");
      expect(await refusalOf(enter("nobody@acme.example", wrong, "198.51.100.7"))).toBe("too_many_tries");
      expect(await refusalOf(enter(userName, password, "198.51.100.7"))).toBe("too_many_tries");
      expect((await enter(userName, password, "198.51.100.8")).session.userId).toBe(user.id);
      const afterwards = later(now, 900);
      expect((await enter(userName, password, "198.51.100.7", afterwards)).session.userId).toBe(user.id);
    });

    test("many who sign in from one address do not close it to each other", async () => {
      const { user } = await addPersonWithTotp(world, secrets);
      for (let index = 0; index < 3; index += 1) await enter(user.userName, password, "203.0.113.5");
      const counted = await world.db
        .selectFrom("addressAttempts")
        .select("failures")
        .where("address", "=", "203.0.113.5")
        .execute();
      expect(counted).toEqual([]);
    });

    test("addresses of one IPv6 network are one place, and no address is a place of its own", async () => {
      for (const ip of ["2001:db8:1:1::1", "2001:db8:1:2::2", null]) await refusalOf(enter("nobody", wrong, ip));
      const counted = await world.db
        .selectFrom("addressAttempts")
        .select(["address", "failures"])
        .where("address", "in", ["2001:db8:1::/48", "unknown"])
        .orderBy("address")
        .execute();
      expect(counted).toEqual([
        { address: "2001:db8:1::/48", failures: 2 },
        { address: "unknown", failures: 1 },
      ]);
    });

    test("a workspace that does not exist is refused as a wrong password is, and counts nothing", async () => {
      const asked = signInWithPassword(world, {
        ...{ workspaceId: "", userName: "x", password: wrong, earlier: null, now },
        client: { ip: "203.0.113.9", userAgent: null, deviceHash: null },
      });
      expect(await refusalOf(asked)).toBe("sign_in_refused");
    });
  });
