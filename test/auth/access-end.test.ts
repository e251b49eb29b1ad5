import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { endOfDay, isShutOut, mostAccessDays, usualAccessDays } from "#app/auth/access-end.ts";
import { optionalCaller } from "#app/auth/caller.server.ts";
import { changeAccess } from "#app/auth/give-access.server.ts";
import { openInvitation } from "#app/auth/invitation.server.ts";
import { addUser, changeRoles } from "#app/auth/people.server.ts";
import { hashToken } from "#app/auth/random-token.server.ts";
import { openSession } from "#app/auth/session.server.ts";
import { signInWithPassword } from "#app/auth/sign-in.server.ts";
import { makeCalendarFeed, readCalendar } from "#app/calendar/feed.server.ts";
import { addDays } from "#app/register/days.ts";
import { admit } from "#app/signins/admit.ts";
import { historyOf } from "#db/audit-trail.ts";
import { findLiveToken } from "#db/tokens.ts";
import { findUser } from "#db/users.ts";
import { remindAccessEnds } from "#jobs/remind-access-ends.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { personalToken } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { contextFor } from "#test/support/routes.ts";
import {
  addPersonWithTotp,
  inviteToken,
  later,
  letIn,
  nobody,
  openTestSecrets,
  password,
} from "#test/support/sign-in.ts";

const secrets = openTestSecrets();
const ends = addDays(testStart, 10);
const lastMoment = new Date(Date.parse(ends) - 1).toISOString();

test("access ends at its very instant, and not a millisecond before or after", () => {
  const person = { disabledAt: null, accessEndsAt: ends };
  expect([lastMoment, ends, later(ends, 1)].map((now) => isShutOut(person, now))).toEqual([false, true, true]);
  expect(isShutOut({ disabledAt: null, accessEndsAt: null }, ends)).toBe(false);
});

test("access until a day includes that day, on both edges of summer time", () => {
  expect(endOfDay("2027-01-31", "UTC")).toBe("2027-02-01T00:00:00.000Z");
  expect(endOfDay("2027-03-27", "Europe/Berlin")).toBe("2027-03-27T23:00:00.000Z");
  expect(endOfDay("2027-03-28", "Europe/Berlin")).toBe("2027-03-28T22:00:00.000Z");
  expect(endOfDay("2026-10-25", "Europe/Berlin")).toBe("2026-10-25T23:00:00.000Z");
});

test("a decision is not given to the token of somebody whose access is over", () => {
  const token = { scopes: ["decide"], expiresAt: null, revokedAt: null, userDisabledAt: null };
  expect(admit({ ...token, userAccessEndsAt: ends }, lastMoment)).toBe("admitted");
  expect(admit({ ...token, userAccessEndsAt: ends }, ends)).toBe("unauthenticated");
});

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const managed = (now = testStart) => ({
      ...{ workspaceId: base.workspace.id, by: { userId: people.admin.userId }, now },
      actor: { kind: "user", id: people.admin.userId } as const,
    });
    let made = 0;
    /** Somebody from outside, here until `ends` unless the test says otherwise. */
    const auditor = async (accessEndsAt: string | null = ends) => {
      made += 1;
      const user = { userName: `outside${made}@auditors.example`, displayName: `Outside ${made}` };
      return addUser(base.db, { ...managed(), user, roles: ["auditor"], accessEndsAt });
    };
    const sessionCookie = async (userId: string, now: string) => {
      const methods = [{ method: "passkey", completedAt: now, userVerified: true }] as const;
      const opening = { workspaceId: base.workspace.id, userId, methods, client: nobody, now };
      return (await openSession(base.db, { ...opening, admission: letIn })).value;
    };
    const callerAt = (cookie: string, now: string) => {
      const request = new Request("https://register.example/", { headers: { Cookie: `__Host-mfa_session=${cookie}` } });
      return optionalCaller({ request, context: contextFor(base, { now }) });
    };

    test("an auditor has 90 days unless somebody says otherwise, and a year at most", async () => {
      expect((await auditor(null)).accessEndsAt).toBe(addDays(testStart, usualAccessDays));
      expect((await auditor(addDays(testStart, mostAccessDays))).accessEndsAt).toBe(addDays(testStart, mostAccessDays));
      expect(await refusalOf(auditor(later(addDays(testStart, mostAccessDays), 1)))).toBe("access_end");
      expect(await refusalOf(auditor(testStart))).toBe("access_end");
    });

    test("who becomes an auditor is here for a time, and whoever is none any more is not", async () => {
      const { userId } = people.requestor;
      await changeRoles(base.db, { ...managed(), userId, roles: ["auditor"] });
      const ofThem = async () => (await findUser(base.db, base.workspace.id, userId))?.accessEndsAt;
      expect(await ofThem()).toBe(addDays(testStart, usualAccessDays));
      await changeRoles(base.db, { ...managed(), userId, roles: [] });
      expect(await ofThem()).toBeNull();
      const asMember = changeAccess(base.db, { ...managed(), userId, endsAt: ends });
      expect(await refusalOf(asMember)).toBe("access_for_auditors");
    });

    test("a session is nobody’s from the instant on at which access ends", async () => {
      const { id } = await auditor();
      const cookie = await sessionCookie(id, later(lastMoment, -60));
      expect((await callerAt(cookie, lastMoment))?.user.id).toBe(id);
      expect(await callerAt(cookie, ends)).toBeNull();
    });

    test("a token works until that instant, and no longer", async () => {
      const { id } = await auditor();
      const hash = hashToken(await personalToken(base, id, ["read"]));
      expect(await findLiveToken(base.db, hash, lastMoment)).toMatchObject({ userId: id });
      expect(await findLiveToken(base.db, hash, ends)).toBeUndefined();
    });

    test("a calendar reads until that instant, and no longer", async () => {
      const { id, userName } = await auditor();
      const caller = await callerFor(base, { userId: id, userName, roles: ["auditor"] }, testStart);
      const token = await makeCalendarFeed(base.db, { caller, alarmHours: null, now: testStart });
      const read = (now: string) => readCalendar(base.db, { token, publicUrl: "https://register.example", now });
      expect((await read(lastMoment)).status).toBe(200);
      expect((await read(ends)).status).toBe(404);
    });

    test("an invitation opens until that instant, and no longer", async () => {
      const user = await auditor();
      const token = await inviteToken(base, user, later(ends, -3600));
      expect(await openInvitation(base.db, token, lastMoment)).toMatchObject({ user: { id: user.id } });
      expect(await openInvitation(base.db, token, ends)).toBeNull();
      expect(await refusalOf(inviteToken(base, user, ends))).toBe("access_over");
    });

    test("whoever proves the right password after it is refused as if it were wrong", async () => {
      const { user } = await addPersonWithTotp(base, secrets, { roles: ["auditor"] });
      const over = user.accessEndsAt ?? "";
      const tryAt = (now: string) =>
        signInWithPassword(base, {
          ...{ workspaceId: base.workspace.id, userName: user.userName, password, client: nobody, earlier: null, now },
        });
      await tryAt(new Date(Date.parse(over) - 1).toISOString());
      expect(await refusalOf(tryAt(over))).toBe("sign_in_refused");
    });

    test("an extension revives nothing that the end has ended, and is told in the log", async () => {
      const { id } = await auditor();
      const cookie = await sessionCookie(id, later(ends, -60));
      const hash = hashToken(await personalToken(base, id, ["read"]));
      const now = later(ends, 60);
      await changeAccess(base.db, { ...managed(now), userId: id, endsAt: addDays(ends, 30) });
      expect(await callerAt(cookie, later(now, 1))).toBeNull();
      expect(await findLiveToken(base.db, hash, later(now, 1))).toBeUndefined();
      expect((await callerAt(await sessionCookie(id, now), later(now, 1)))?.user.id).toBe(id);
      const history = await historyOf(base.db, base.workspace.id, { kind: "user", id });
      const changed = history.filter(({ type }) => type === "user.access_changed").map(({ data }) => JSON.parse(data));
      expect(changed).toEqual([
        { before: null, after: ends },
        { before: ends, after: addDays(ends, 30) },
      ]);
    });

    test("an extension before the end leaves sessions alone", async () => {
      const { id } = await auditor();
      const cookie = await sessionCookie(id, later(ends, -60));
      await changeAccess(base.db, { ...managed(later(ends, -30)), userId: id, endsAt: addDays(ends, 1) });
      expect((await callerAt(cookie, later(ends, 60)))?.user.id).toBe(id);
    });

    test("an admin ends access at once", async () => {
      const { id } = await auditor();
      const cookie = await sessionCookie(id, testStart);
      await changeAccess(base.db, { ...managed(later(testStart, 30)), userId: id, endsAt: later(testStart, 30) });
      expect(await callerAt(cookie, later(testStart, 30))).toBeNull();
    });

    test("nobody but an admin moves an end, least of all the auditor", async () => {
      const { id } = await auditor();
      for (const userId of [id, people.identity.userId]) {
        const own = { ...managed(), by: { userId }, actor: { kind: "user", id: userId } as const };
        expect(await refusalOf(changeAccess(base.db, { ...own, userId: id, endsAt: addDays(ends, 1) }))).toBe(
          "not_admin",
        );
      }
    });

    test("whoever gave access is told a week before it ends, once for each end", async () => {
      const given = await open();
      try {
        const { admin } = await addPeople(given);
        const by = { by: { userId: admin.userId }, actor: { kind: "user", id: admin.userId } as const };
        const managing = { workspaceId: given.workspace.id, ...by, now: testStart };
        const user = { userName: "outside@auditors.example", displayName: "Outside" };
        const { id } = await addUser(given.db, { ...managing, user, roles: ["auditor"], accessEndsAt: ends });
        const run = (now: string) => remindAccessEnds.run(jobContext(given), given.workspace, now);
        const told = () =>
          given.db.selectFrom("outbox").select("toAddress").where("template", "=", "access_ending").execute();
        await run(later(addDays(ends, -7), -1));
        expect(await told()).toEqual([]);
        await run(addDays(ends, -7));
        await run(addDays(ends, -6));
        expect(await told()).toEqual([{ toAddress: admin.userName }]);
        await changeAccess(given.db, { ...managing, now: addDays(ends, -5), userId: id, endsAt: addDays(ends, 20) });
        await run(addDays(ends, 14));
        expect(await told()).toHaveLength(2);
        await run(addDays(ends, 21));
        expect(await told()).toHaveLength(2);
      } finally {
        await given.close();
      }
    });
  });
