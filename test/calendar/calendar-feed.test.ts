import ICAL from "ical.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disableUser } from "#app/auth/people.server.ts";
import { hashToken } from "#app/auth/random-token.server.ts";
import { makeCalendarFeed, readCalendar, revokeCalendarFeed } from "#app/calendar/feed.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { setWatch } from "#app/register/watch.server.ts";
import { loader } from "#app/routes/calendar.$token[.]ics.ts";
import { registerBreakGlassAccount } from "#db/break-glass-accounts.ts";
import { insertDrill } from "#db/drills.ts";
import { insertUser } from "#db/users.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { addPeople, type People, type Person } from "#test/support/people.ts";
import { call, contextFor } from "#test/support/routes.ts";

const start = "2026-11-02T09:00:00.000Z";
const now = "2026-11-20T10:00:00.000Z";
const publicUrl = "https://register.example";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let database: TestDatabase;
    let people: People;
    beforeAll(async () => {
      database = await open();
      people = await addPeople(database);
    });
    afterAll(() => database.close());

    const give: ReturnType<typeof commandsOf> = (...said) => commandsOf(database, people)(...said);

    const feedOf = async (person: Person, alarmHours: number | null = null) =>
      makeCalendarFeed(database.db, { caller: await callerFor(database, person, now), alarmHours, now });

    const read = (token: string, at = now) => readCalendar(database.db, { token, publicUrl, now: at });

    /** What a calendar program makes of the feed, by the part of each id before the "@". */
    const eventsOf = async (token: string, at = now) => {
      const answer = await read(token, at);
      if (answer.status !== 200) throw new Error(`answered ${answer.status}, expected a calendar`);
      const calendar = new ICAL.Component(ICAL.parse(answer.text));
      const events = calendar.getAllSubcomponents("vevent").map((event) => new ICAL.Event(event));
      return new Map(events.map((event) => [event.uid.split("@")[0], event]));
    };

    test("an owner finds the end, the next review and the open steps of the exit plan, each in UTC or as a day", async () => {
      const record = await activeException(database, people, {
        now: start,
        startsAt: start,
        endsAt: "2027-03-31T22:30:00.000Z",
        milestones: [{ title: "Connector bought", dueAt: "2027-03-27T23:30:00.000Z", doneAt: null }],
      });
      const token = await feedOf(people.owner);
      const events = await eventsOf(token);
      const end = events.get(`end.${record.id}`);
      expect(end?.startDate.toString()).toBe("2027-03-31T22:30:00Z");
      expect(end?.summary).toBe(`Ends: ${record.id}, IMAP polling for the claims mailbox`);
      expect(end?.sequence).toBe(record.version);
      expect(end?.component.getFirstPropertyValue("url")).toBe(`${publicUrl}/exceptions/${record.id}`);
      expect(end?.component.getFirstPropertyValue("transp")).toBe("TRANSPARENT");
      expect(end?.component.getAllSubcomponents("valarm")).toEqual([]);
      const review = events.get(`review.${record.id}`);
      expect(review?.startDate.toJSDate().toISOString()).toBe(record.nextReviewAt);
      // Half past midnight in Berlin, on the day before summer time begins there: the day is the workspace's.
      const step = events.get(`milestone-1.${record.id}`);
      expect(step?.startDate.isDate).toBe(true);
      expect(step?.startDate.toString()).toBe("2027-03-28");
      const answer = await read(token);
      expect(answer.status === 200 && answer.text).not.toContain("The intake system speaks nothing but IMAP");

      // Whoever asked for it sees the end alone, and whoever has nothing to do with it sees nothing.
      const asked = await eventsOf(await feedOf(people.requestor));
      expect([...asked.keys()].filter((uid) => uid?.endsWith(record.id))).toEqual([`end.${record.id}`]);
      const strange = await eventsOf(await feedOf(people.implementer));
      expect([...strange.keys()].filter((uid) => uid?.endsWith(record.id))).toEqual([]);

      // A change keeps the ids and raises their number; what is over leaves the calendar.
      await give(
        record.id,
        "identity",
        {
          command: "review",
          outcome: "shorten",
          ends_at: "2026-12-20T09:00:00.000Z",
          comment: "Needed until Christmas",
        },
        now,
      );
      const later = await eventsOf(token);
      expect(later.get(`end.${record.id}`)?.startDate.toString()).toBe("2026-12-20T09:00:00Z");
      expect(later.get(`end.${record.id}`)?.sequence).toBeGreaterThan(record.version);
      await give(record.id, "admin", { command: "revoke", comment: "Gone" }, now);
      expect([...(await eventsOf(token)).keys()].filter((uid) => uid?.endsWith(record.id))).toEqual([]);
    });

    test("who watches finds the end, for as long as they may see the record", async () => {
      const record = await activeException(database, people, {
        now: start,
        startsAt: start,
        endsAt: "2026-12-24T09:00:00.000Z",
      });
      const caller = await callerFor(database, people.leadership, now);
      await setWatch(database.db, { caller, id: record.id, isWatching: true, now });
      const token = await feedOf(people.leadership);
      expect([...(await eventsOf(token)).keys()]).toEqual([`end.${record.id}`]);
      await database.db.deleteFrom("roleGrants").where("userId", "=", people.leadership.userId).execute();
      expect([...(await eventsOf(token)).keys()]).toEqual([]);
    });

    test("of a record whose reason is private a calendar shows the number alone", async () => {
      const { requestor } = people;
      const record = await fileException(database.db, {
        workspaceId: database.workspace.id,
        draft: completeDraft({
          title: "Tremor in both hands",
          category: "accessibility",
          effect: "allow_factors",
          factors: ["totp"],
        }),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now: start,
      });
      await database.db.updateTable("exceptions").set({ state: "approved" }).where("id", "=", record.id).execute();
      const answer = await read(await feedOf(people.owner));
      expect(answer.status === 200 && answer.text).toContain(`Ends: ${record.id}\r\n`);
      expect(answer.status === 200 && answer.text).not.toMatch(/Tremor/);
    });

    test("an approver finds until when they could decide, the one who asks does not", async () => {
      const { requestor, identity } = people;
      const filed = await fileException(database.db, {
        workspaceId: database.workspace.id,
        draft: completeDraft({ title: "To be decided" }),
        requestor,
        actor: { kind: "user", id: requestor.userId },
        now,
      });
      await give(filed.id, "requestor", { command: "submit", comment: "" }, now);
      expect((await eventsOf(await feedOf(identity))).has(`decision.${filed.id}`)).toBe(true);
      expect((await eventsOf(await feedOf(requestor))).has(`decision.${filed.id}`)).toBe(false);
    });

    test("a custodian finds the rotation and the drill of the account, nobody else does", async () => {
      const { db, workspace } = database;
      const account = { id: "usr_glass", userName: "glass@acme.example", displayName: "Glass North", createdAt: start };
      await insertUser(db, workspace.id, account);
      const kept = {
        userId: "usr_glass",
        storageReference: "Safe 3",
        registeredBy: people.boss.userId,
        registeredAt: start,
      };
      const custodians = { firstCustodianId: people.risk.userId, secondCustodianId: people.identity2.userId };
      await registerBreakGlassAccount(db, workspace.id, { ...kept, ...custodians });
      const token = await feedOf(people.risk, 24);
      const before = await eventsOf(token);
      // 90 calendar days in Berlin, at the same time of day.
      expect(before.get("rotation.user.usr_glass")?.startDate.toString()).toBe("2027-01-31T09:00:00Z");
      expect(before.get("drill-due.usr_glass.2026-Q4")?.startDate.toString()).toBe("2026-12-31T23:00:00Z");
      const [alarm] = before.get("rotation.user.usr_glass")?.component.getAllSubcomponents("valarm") ?? [];
      expect(alarm?.getFirstPropertyValue("trigger")?.toString()).toBe("-P1D");

      const times = { quarter: "2026-Q4", startsAt: "2026-12-01T09:00:00.000Z", endsAt: "2026-12-01T11:00:00.000Z" };
      const planned = { plannedBy: people.risk.userId, plannedAt: now, signsIn: people.risk.userId };
      await insertDrill(db, workspace.id, { id: "drl_1", userId: "usr_glass", ...times, ...planned });
      const after = await eventsOf(token);
      expect(after.has("drill-due.usr_glass.2026-Q4")).toBe(false);
      expect(after.get("drill.drl_1")?.endDate.toString()).toBe("2026-12-01T11:00:00Z");
      expect([...(await eventsOf(await feedOf(people.leadership))).keys()].join()).not.toContain("usr_glass");
    });

    test("the same content has the same tag, and who knows it is sent nothing", async () => {
      const token = await feedOf(people.identity);
      const context = contextFor(database, { now });
      const ask = (headers = {}) => call(loader, `/calendar/${token}.ics`, { context, params: { token }, headers });
      const first = await ask();
      expect(first.status).toBe(200);
      expect(first.headers.get("Content-Type")).toBe("text/calendar; charset=utf-8");
      expect(first.headers.get("Cache-Control")).toBe("private, no-cache");
      const tag = first.headers.get("ETag") ?? "";
      const again = await ask({ "If-None-Match": `"other", W/${tag}` });
      expect([again.status, await again.text()]).toEqual([304, ""]);
      expect((await ask({ "If-None-Match": '"other"' })).status).toBe(200);
    });

    test("an address ends when it is taken away, when another one is made, and when its person is barred", async () => {
      const { db, workspace } = database;
      const caller = await callerFor(database, people.identity2, now);
      const [first, second] = [await feedOf(people.identity2), await feedOf(people.identity2)];
      expect((await read(first)).status).toBe(404);
      expect((await read(second)).status).toBe(200);
      await revokeCalendarFeed(db, { caller, now });
      expect((await read(second)).status).toBe(404);
      await expect(revokeCalendarFeed(db, { caller, now })).rejects.toMatchObject({ code: "no_calendar_feed" });

      const third = await feedOf(people.identity2);
      await db.updateTable("users").set({ disabledAt: now }).where("id", "=", people.identity2.userId).execute();
      expect((await read(third)).status).toBe(404);
      await db.updateTable("users").set({ disabledAt: null }).where("id", "=", people.identity2.userId).execute();
      expect((await read(third)).status).toBe(200);
      const { userId } = people.identity2;
      const by = { actor: { kind: "user", id: people.boss.userId }, by: people.boss, now } as const;
      await disableUser(db, { workspaceId: workspace.id, userId, reason: "Left", ...by });
      await db.updateTable("users").set({ disabledAt: null }).where("id", "=", userId).execute();
      expect((await read(third)).status).toBe(404);
    });

    test("made-up addresses, and the stored hash itself, are answered alike", async () => {
      const token = await feedOf(people.boss);
      const stored = await database.db.selectFrom("calendarFeeds").select("tokenHash").execute();
      expect(stored.map(({ tokenHash }) => tokenHash)).toContain(hashToken(token));
      expect(JSON.stringify(stored)).not.toContain(token);
      for (const guess of ["", "x", token.slice(0, -1), token.toLowerCase(), hashToken(token), `${token}.ics`])
        expect(await read(guess)).toEqual({ status: 404 });
    });

    test("whoever makes addresses fifty at once has one", async () => {
      const tokens = await Promise.all(Array.from({ length: 50 }, () => feedOf(people.admin)));
      const answers = await Promise.all(tokens.map((token) => read(token, "2026-11-21T10:00:00.000Z")));
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    });

    test("who reads without a pause is asked to wait, and may read again a minute later", async () => {
      const token = await feedOf(people.leadership);
      const statuses: number[] = [];
      for (let count = 0; count < 32; count += 1) statuses.push((await read(token)).status);
      expect(statuses).toEqual([...Array<number>(30).fill(200), 429, 429]);
      expect((await read(token, "2026-11-20T10:01:00.000Z")).status).toBe(200);
    });
  });
