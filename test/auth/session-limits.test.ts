import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changeSessionSettings } from "#app/auth/change-session-settings.server.ts";
import { changeRoles } from "#app/auth/people.server.ts";
import { type Admission, openPendingSession, openSession, rotateSession } from "#app/auth/session.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import { addMember, removeMember } from "#app/directory/change-object.server.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { saveSessionSettings, sessionSettingsOf } from "#db/session-settings.ts";
import { countLiveSessions, findLiveSession, listLiveSessions } from "#db/sessions.ts";
import { sweepSessions } from "#jobs/sweep-sessions.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { insertLive } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { addPersonWithTotp, console_, later, letIn, nobody, openTestSecrets, password } from "#test/support/sign-in.ts";

const hour = 3600;
const passkey = { method: "passkey", completedAt: now, userVerified: true } as const;
const passwordOnly = { method: "password", completedAt: now, userVerified: false } as const;
const exceptionId = "EXC-2026-0001";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    beforeAll(async () => {
      world = await open();
      people = await addPeople(world);
      await insertLive(world, people, { id: exceptionId, userId: people.requestor.userId, endsAt: later(now, hour) });
    });
    afterAll(() => world.close());

    const enter = (userId: string, admission: Partial<Admission> = {}, methods: (typeof passkey)[] = [passkey]) =>
      openSession(world.db, {
        ...{ workspaceId: world.workspace.id, userId, methods, client: nobody, now },
        admission: { ...letIn, ...admission },
      });
    const isLive = async ({ session }: { session: { idHash: string; userId: string } }, at: string) => {
      const found = await findLiveSession(world.db, session.idHash, at);
      const listed = await listLiveSessions(world.db, world.workspace.id, session.userId, at);
      // One rule says what lives, whoever asks.
      expect(listed.some(({ idHash }) => idHash === session.idHash)).toBe(found !== undefined);
      return found !== undefined;
    };
    const limit = (idleMinutes: number, absoluteMinutes: number) =>
      saveSessionSettings(world.db, world.workspace.id, { idleMinutes, absoluteMinutes, tellsNewDevices: true });

    test("shorter limits end sessions that run already, to the millisecond", async () => {
      const opened = await enter(people.boss.userId);
      const last = (seconds: number) => new Date(Date.parse(later(now, seconds)) - 1).toISOString();
      expect([await isLive(opened, last(hour)), await isLive(opened, later(now, hour))]).toEqual([true, false]);
      await limit(5, 60);
      expect([await isLive(opened, last(300)), await isLive(opened, later(now, 300))]).toEqual([true, false]);
      await limit(1440, 60);
      expect([await isLive(opened, last(hour)), await isLive(opened, later(now, hour))]).toEqual([true, false]);
      await limit(1440, 1440);
      expect(await isLive(opened, last(24 * hour))).toBe(true);
      await limit(60, 1440);
    });

    test("stepping up does not begin the time of a session anew", async () => {
      const opened = await enter(people.boss.userId);
      await limit(60, 60);
      const later40 = later(now, 40 * 60);
      const rotating = { session: opened.session, methods: opened.session.methods, basis: letIn, now: later40 };
      const stepped = await rotateSession(world.db, rotating);
      if (!stepped) throw new Error("the session was not rotated, expected it to be");
      expect([await isLive(stepped, later(now, hour - 1)), await isLive(stepped, later(now, hour))]).toEqual([
        true,
        false,
      ]);
      await limit(60, 1440);
    });

    test("a session that rests on an exception ends with it, also where nobody has noted the end", async () => {
      const { requestor } = people;
      const opened = await enter(requestor.userId, { exceptionId }, [passkey]);
      expect(await isLive(opened, now)).toBe(true);
      const setState = (state: string) =>
        world.db
          .updateTable("exceptions")
          .set({ state })
          .where("workspaceId", "=", world.workspace.id)
          .where("id", "=", exceptionId)
          .execute();
      for (const state of ["suspended", "revoked", "closed", "approved"]) {
        await setState(state);
        expect(await isLive(opened, now)).toBe(false);
      }
      await setState("active");
      expect(await isLive(opened, now)).toBe(true);
      const endsAt = later(now, 60);
      await world.db.updateTable("exceptions").set({ endsAt }).where("id", "=", exceptionId).execute();
      expect(await isLive(opened, later(now, 59))).toBe(true);
      expect(await isLive(opened, endsAt)).toBe(false);
      await world.db
        .updateTable("exceptions")
        .set({ endsAt: later(now, hour) })
        .where("id", "=", exceptionId)
        .execute();
      expect(await isLive(await enter(requestor.userId, { exceptionId: "EXC-2026-9999" }), now)).toBe(false);
    });

    test("a session that rests on time to enrol ends with it", async () => {
      const opened = await enter(people.requestor.userId, { graceEndsAt: later(now, 60) });
      expect([await isLive(opened, later(now, 59)), await isLive(opened, later(now, 60))]).toEqual([true, false]);
    });

    test("whoever gets other groups or roles is asked anew where one factor was enough, and goes on where it was not", async () => {
      const managing = { workspaceId: world.workspace.id, ...console_, now };
      const { userId } = people.implementer;
      await addDirectoryObject(world.db, world.workspace.id, { kind: "group", id: "finance", name: "Finance" }, now);
      const member = { kind: "group", objectId: "finance", userId } as const;
      const sure = await enter(userId);
      for (const change of [
        () => addMember(world.db, { ...managing, member }),
        () => removeMember(world.db, { ...managing, member }),
        () => changeRoles(world.db, { ...managing, userId, roles: ["implementer", "admin"] }),
      ]) {
        const { idHash } = (
          await openSession(world.db, {
            ...{ workspaceId: world.workspace.id, userId, methods: [passwordOnly], client: nobody, now },
            admission: letIn,
          })
        ).session;
        expect(await findLiveSession(world.db, idHash, now)).toBeDefined();
        await change();
        expect(await findLiveSession(world.db, idHash, now)).toBeUndefined();
      }
      expect(await isLive(sure, now)).toBe(true);
    });

    test("limits are changed by admins with a fresh factor, and the log says from what to what", async () => {
      const settings = { idleMinutes: 30, absoluteMinutes: 480, tellsNewDevices: false };
      const change = async (who: keyof People, at = now) =>
        changeSessionSettings(world.db, { caller: await callerFor(world, people[who], now), settings, now: at });
      expect(await refusalOf(change("requestor"))).toBe("not_admin");
      expect(await refusalOf(change("auditor"))).toBe("not_admin");
      expect(await refusalOf(change("admin", later(now, 901)))).toBe("step_up_required");
      const before = await sessionSettingsOf(world.db, world.workspace.id);
      await change("admin");
      expect(await sessionSettingsOf(world.db, world.workspace.id)).toEqual(settings);
      const { data } = await world.db
        .selectFrom("auditEvents")
        .select("data")
        .where("type", "=", "session.limits_changed")
        .executeTakeFirstOrThrow();
      expect(JSON.parse(data)).toEqual({ before, after: settings });
    });

    test("a sign-in from a browser that is not known is told to its person, unless the workspace does not want it", async () => {
      const { user } = await addPersonWithTotp(world, openTestSecrets());
      const admission = { idleMinutes: 60, absoluteMinutes: 1440 };
      await insertLive(world, people, { id: `EXC-2026-00${name.length}7`, userId: user.id, endsAt: later(now, hour) });
      const signIn = (at: string) =>
        signInWithPassword(world, {
          ...{ workspaceId: user.workspaceId, userName: user.userName, password, earlier: null, now: at },
          client: { ip: "192.0.2.44", userAgent: "curl/8.5.0", deviceHash: null },
        });
      const told = async () =>
        (
          await world.db
            .selectFrom("outbox")
            .select("data")
            .where("toUserId", "=", user.id)
            .where("template", "=", "new_device")
            .execute()
        ).map(({ data }) => JSON.parse(data));
      await saveSessionSettings(world.db, user.workspaceId, { ...admission, tellsNewDevices: false });
      expect((await signIn(later(now, 60))).session.decisionId).not.toBeNull();
      expect(await told()).toEqual([]);
      await saveSessionSettings(world.db, user.workspaceId, { ...admission, tellsNewDevices: true });
      await signIn(later(now, 120));
      expect(await told()).toEqual([expect.objectContaining({ ip: "192.0.2.44", at: later(now, 120) })]);
    });

    test("sessions that are let in are counted, and the people whose they are", async () => {
      const before = await countLiveSessions(world.db, world.workspace.id, now);
      await enter(people.leadership.userId);
      await enter(people.leadership.userId);
      await openPendingSession(world.db, {
        ...{
          workspaceId: world.workspace.id,
          userId: people.risk.userId,
          methods: [passwordOnly],
          client: nobody,
          now,
        },
        isEnrolling: false,
      });
      const { sessions, people: count } = await countLiveSessions(world.db, world.workspace.id, now);
      expect([sessions - before.sessions, count - before.people]).toEqual([2, 1]);
    });

    test("what ended 90 days ago is swept, and nothing else", async () => {
      const kept = await enter(people.boss.userId);
      const day = 86_400;
      const sweep = (at: string) => sweepSessions.run(jobContext(world), world.workspace, at);
      expect(await sweep(later(now, 91 * day - 1))).toMatchObject({ sessions: expect.any(Number) });
      const rows = () =>
        world.db.selectFrom("sessions").select("idHash").where("idHash", "=", kept.session.idHash).execute();
      expect(await rows()).toHaveLength(1);
      await sweep(later(now, 91 * day + 1));
      expect(await rows()).toEqual([]);
    });
  });
