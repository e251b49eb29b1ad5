import { afterAll, beforeAll, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { withoutPerson } from "#app/directory/without-person.ts";
import type { Choices } from "#app/mail/choices.ts";
import { createMailer, type Mailer } from "#app/mail/mailer.server.ts";
import { LogQuery, messageLog } from "#app/mail/message-log.server.ts";
import { saveDefaultChoices, saveOwnChoices } from "#app/mail/save-choices.server.ts";
import type { Template } from "#app/mail/templates.ts";
import { addHours } from "#app/register/days.ts";
import { saveNotificationChoices, saveNotificationDefaults } from "#db/notification-choices.ts";
import { type Bundle, queueMessage } from "#db/outbox.ts";
import { setAccessEnd, setDisabled } from "#db/users.ts";
import { write } from "#db/write.ts";
import { rewriteMessages } from "#db/written-names.ts";
import { sendDigests } from "#jobs/send-digests.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, testStart as now, type TestDatabase } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";
import { addPeople, type People } from "#test/support/people.ts";

/** 08:00 in Berlin on the day after the workspace began, at 10:00. */
const nextMorning = "2026-11-03T07:00:00.000Z";
const minutes = (from: string, count: number) => addHours(from, count / 60);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let world: TestDatabase;
    let people: People;
    let server: MailServer;
    let mailer: Mailer | null;
    beforeAll(async () => {
      [world, server] = await Promise.all([open(), startMailServer()]);
      people = await addPeople(world);
      mailer = createMailer({
        SMTP_URL: server.url,
        MAIL_FROM: "Register <register@acme.example>",
        PUBLIC_URL: "https://register.example",
      });
    });
    afterAll(async () => {
      mailer?.close();
      await Promise.all([world.close(), server.close()]);
    });
    beforeEach(async () => {
      server.received.length = 0;
      for (const table of ["deliveries", "outbox", "notificationChoices", "notificationDefaults"] as const)
        await world.db.deleteFrom(table).execute();
    });

    const queue = (
      who: keyof People | null,
      template: Template,
      { at = now, id = "EXC-2026-0042", bundle = null }: { at?: string; id?: string; bundle?: Bundle | null } = {},
    ) => {
      const data = { id, title: "IMAP polling", startsAt: now, endsAt: nextMorning, rating: "low", author: "Ines" };
      const to = who ? people[who] : { userId: null, userName: "security@acme.example" };
      const message = { template, toUserId: to.userId, toAddress: to.userName, data };
      return queueMessage(world.db, world.workspace.id, { message, bundle }, at);
    };
    const run = (at: string) => sendOutbox.run(jobContext(world, mailer), world.workspace, at);
    const gather = (at: string) => sendDigests.run(jobContext(world, mailer), world.workspace, at);
    const choose = (who: keyof People, choices: Partial<Choices>) =>
      saveNotificationChoices(world.db, world.workspace.id, people[who].userId, { modes: {}, ...choices });
    const sentTo = () => server.received.map(({ to, raw }) => `${to} ${/^Subject: (.*)$/m.exec(raw)?.[1]}`).sort();
    const rows = () => world.db.selectFrom("outbox").selectAll().orderBy("createdAt").execute();

    test("what somebody wants once a day leaves in one mail at their hour, once, whoever gathers it", async () => {
      await choose("identity", { modes: { approvals: "digest" } });
      for (const count of [1, 2, 3]) await queue("identity", "approval_needed", { id: `EXC-2026-000${count}` });
      await queue("risk", "approval_needed");
      expect(await run(now)).toMatchObject({ sent: 1, put_off: 3 });
      expect(await gather(minutes(nextMorning, -1))).toMatchObject({ digests: 0 });
      // Two nodes, at once.
      const gathered = await Promise.all([gather(nextMorning), gather(nextMorning)]);
      expect(gathered.map(({ digests }) => digests).sort()).toEqual([0, 1]);
      await Promise.all([run(nextMorning), run(nextMorning)]);
      expect(await gather(minutes(nextMorning, 1))).toMatchObject({ digests: 0 });
      expect(server.received).toHaveLength(2);
      const digest = server.received[1];
      expect(digest?.to).toEqual([people.identity.userName]);
      for (const count of [1, 2, 3]) expect(digest?.raw).toContain(`/exceptions/EXC-2026-000${count}`);
      expect(digest?.raw).toContain("Risk: low");
      const [carrier] = (await rows()).filter(({ template }) => template === "digest");
      const carried = (await rows()).filter(({ bundledIn }) => bundledIn === carrier?.id);
      expect(carried).toHaveLength(3);
      expect(carried.every(({ nextAttemptAt, sentAt }) => nextAttemptAt === null && sentAt === null)).toBe(true);
    });

    test("whoever is taken out of the register is taken out of what waits in a daily mail, too", async () => {
      await queue("identity", "comment_added");
      await run(now);
      await gather(nextMorning);
      const renaming = {
        userId: "usr_ines",
        address: "ines@acme.example",
        name: "Ines",
        newAddress: "x@removed.invalid",
        newName: "Former",
      };
      const rewrite = (json: string) => withoutPerson(json, renaming);
      await rewriteMessages(world.db, world.workspace.id, renaming, { newAddress: renaming.newAddress, rewrite });
      await run(nextMorning);
      const said = server.received.map(({ raw }) => raw).join("");
      expect(said).toContain("Former commented");
      expect(said).not.toContain("Ines");
    });

    test("what is decided after the hour of the day waits for the next day", async () => {
      await queue("identity", "comment_added", { at: minutes(nextMorning, -30) });
      await run(minutes(nextMorning, -30));
      await queue("identity", "comment_added", { at: minutes(nextMorning, 5) });
      await run(minutes(nextMorning, 5));
      expect(await gather(minutes(nextMorning, 180))).toMatchObject({ digests: 1 });
      expect(await gather(addHours(nextMorning, 23.9))).toMatchObject({ digests: 0 });
      expect(await gather(addHours(nextMorning, 24))).toMatchObject({ digests: 1 });
    });

    test("what somebody does not want by mail is not mailed, also if they say so while it waits", async () => {
      await choose("identity", { modes: { approvals: "off" } });
      await queue("identity", "approval_needed");
      await queue("identity", "comment_added");
      expect(await run(now)).toMatchObject({ sent: 0, put_off: 2 });
      await choose("identity", { modes: { approvals: "off", comments: "off" } });
      expect(await gather(nextMorning)).toMatchObject({ digests: 1 });
      await run(nextMorning);
      expect(server.received).toEqual([]);
      expect((await rows()).map(({ unmailedAt, bundledIn }) => [unmailedAt, bundledIn]).sort()).toEqual([
        [now, null],
        [nextMorning, null],
      ]);
    });

    test("whoever was disabled, or whose access has ended, is mailed nothing that waits, and the log says why", async () => {
      const [{ userId: disabled }, { userId: ended }] = [people.leadership, people.auditor];
      const workspaceId = world.workspace.id;
      for (const who of ["leadership", "auditor", "risk"] as const) {
        await queue(who, "review_due");
        // An alarm is no exception.
        await queue(who, "mfa_reset");
      }
      await queue("leadership", "approval_needed", { bundle: "digest" });
      await queue(null, "audit_broken");
      await setDisabled(world.db, workspaceId, disabled, now);
      await setAccessEnd(world.db, workspaceId, ended, { endsAt: now, by: people.boss.userId });
      onTestFinished(async () => {
        await setDisabled(world.db, workspaceId, disabled, null);
        await setAccessEnd(world.db, workspaceId, ended, { endsAt: null, by: null });
      });
      const runs = await Promise.all([run(now), run(now)]);
      expect(runs.map(({ withheld }) => Number(withheld)).reduce((sum, count) => sum + count)).toBe(4);
      expect(server.received.map(({ to }) => to[0]).sort()).toEqual([
        people.risk.userName,
        people.risk.userName,
        "security@acme.example",
      ]);
      // What was put off before goes the same way when its time comes.
      await gather(nextMorning);
      expect(await run(nextMorning)).toMatchObject({ sent: 0, withheld: 1 });
      expect(server.received).toHaveLength(3);
      const { rows: log } = await messageLog(world.db, workspaceId, LogQuery.parse({ state: "withheld" }));
      expect(log).toHaveLength(6);
      const said = log.flatMap(({ toUserId, deliveries }) =>
        deliveries.map(({ outcome, response }) => `${toUserId === ended} ${outcome} ${response}`),
      );
      expect(new Set(said)).toEqual(
        new Set([
          "true withheld not sent: their access to the register had ended",
          "false withheld not sent: this account was disabled",
        ]),
      );
      expect(said).toHaveLength(5);
    });

    test("whoever chooses otherwise has what waits decided about anew", async () => {
      const save = async (who: keyof People, choices: Choices, at: string) =>
        saveOwnChoices(world.db, { caller: await callerFor(world, people[who], at), choices, now: at });
      await choose("identity", { modes: { approvals: "digest", reviews: "off" } });
      await choose("risk", { quiet: { from: "09:00", to: "12:00" } });
      await queue("identity", "approval_needed");
      await queue("identity", "review_due");
      await queue("risk", "approval_needed");
      await queue("owner", "comment_added");
      expect(await run(now)).toMatchObject({ sent: 0, put_off: 4 });
      await save("identity", { modes: {} }, minutes(now, 1));
      // What was left to the inbox stays there, and nobody else is touched.
      expect(await run(minutes(now, 1))).toMatchObject({ sent: 1, put_off: 0 });
      await save("risk", { modes: {}, quiet: "none" }, minutes(now, 2));
      expect(await run(minutes(now, 2))).toMatchObject({ sent: 1, put_off: 0 });
      const admin = await callerFor(world, people.admin, minutes(now, 3));
      const everybody = { modes: { comments: "at_once" } } as const;
      await saveDefaultChoices(world.db, { caller: admin, choices: everybody, now: minutes(now, 3) });
      expect(await run(minutes(now, 3))).toMatchObject({ sent: 1, put_off: 0 });
      expect(await gather(nextMorning)).toMatchObject({ digests: 0 });
    });

    test("quiet hours hold up what is not urgent until they end; alarms and the security contact are told at once", async () => {
      await saveNotificationDefaults(world.db, world.workspace.id, {
        modes: {},
        quiet: { from: "22:00", to: "07:00" },
      });
      const night = "2026-11-02T22:30:00.000Z";
      await queue("identity", "approval_needed", { at: night });
      await queue("identity", "mfa_reset", { at: night });
      await queue(null, "approval_needed", { at: night });
      expect(await run(night)).toMatchObject({ sent: 2, put_off: 1 });
      expect(await run("2026-11-03T05:59:00.000Z")).toMatchObject({ sent: 0 });
      expect(await run("2026-11-03T06:00:00.000Z")).toMatchObject({ sent: 1 });
    });

    test("a night of quiet does not shorten how long a message is tried", async () => {
      await saveNotificationDefaults(world.db, world.workspace.id, {
        modes: {},
        quiet: { from: "10:00", to: "09:30" },
      });
      await queue("identity", "approval_needed");
      await run(now);
      server.refuseWith(451);
      const end = addHours(now, 23.5);
      expect(await run(end)).toMatchObject({ failed: 1 });
      expect(await run(addHours(end, 24))).toMatchObject({ failed: 1, given_up: 0 });
      server.refuseWith(null);
    });

    test("what was missed while nothing ran reaches each person in one message, once the catch-up has ended", async () => {
      const writing = { workspaceId: world.workspace.id, actor: { kind: "job", id: "test" }, now } as const;
      await write(world.db, { ...writing, isCatchingUp: true }, async (_tx, { audit, notify }) => {
        audit("user.enabled", { kind: "user", id: people.owner.userId }, {});
        for (const template of ["exception_expired", "review_due", "mfa_reset"] as const)
          notify({
            template,
            toUserId: people.owner.userId,
            toAddress: people.owner.userName,
            data: { id: "EXC-2026-0001" },
          });
        notify({ template: "review_unanswered", toUserId: null, toAddress: "security@acme.example", data: {} });
      });
      await queue("identity", "review_due", { bundle: "catch_up" });
      // What is urgent, and what the security contact is told, does not wait for anything.
      expect(await run(now)).toMatchObject({ sent: 2 });
      await queue("owner", "milestone_missed", { at: minutes(now, 1), bundle: "catch_up" });
      expect(await gather(minutes(now, 2))).toMatchObject({ digests: 0 });
      expect(await gather(minutes(now, 3))).toMatchObject({ digests: 2 });
      server.received.length = 0;
      expect(await run(minutes(now, 3))).toMatchObject({ sent: 2 });
      expect(sentTo()).toEqual([
        expect.stringContaining(`${people.identity.userName} 1 message from while the register was away`),
        expect.stringContaining(`${people.owner.userName} 3 messages from while the register was away`),
      ]);
    });

    test("a catch-up that does not end is not waited for any longer than half an hour", async () => {
      for (const at of [0, 10, 20, 29.5])
        await queue("owner", "review_due", { at: minutes(now, at), bundle: "catch_up" });
      expect(await gather(minutes(now, 29.9))).toMatchObject({ digests: 0 });
      expect(await gather(minutes(now, 30))).toMatchObject({ digests: 1 });
    });

    test("a mail that the server took while its sender died is sent again with the same Message-ID", async () => {
      await queue("identity", "approval_needed");
      await run(now);
      // The row as the process left it that was killed after the server's answer and before it was written down.
      await world.db.deleteFrom("deliveries").execute();
      await world.db
        .updateTable("outbox")
        .set({ sentAt: null, nextAttemptAt: minutes(now, 1) })
        .execute();
      await run(minutes(now, 1));
      const ids = server.received.map(({ raw }) => /^Message-ID: (.*)$/m.exec(raw)?.[1]);
      expect(ids).toHaveLength(2);
      expect(new Set(ids).size).toBe(1);
    });

    test("neither a message of a newer node nor choices that cannot be read hold up what others are told", async () => {
      await queue("identity", "approval_needed");
      await queue("identity", "review_due", { bundle: "catch_up" });
      await world.db.updateTable("outbox").set({ template: "not_known_here" }).execute();
      await choose("owner", { modes: { no_such_topic: "off" } as never });
      await queue("owner", "mfa_reset");
      await queue("owner", "comment_added");
      expect(await run(now)).toMatchObject({ sent: 1, put_off: 1, faults: 0 });
      expect(await gather(minutes(now, 40))).toMatchObject({ digests: 0, failed: 0 });
      expect((await rows()).filter(({ template }) => template === "not_known_here")).toHaveLength(2);
    });

    test("of fifty nodes that gather at once one puts the messages together", async () => {
      for (let count = 0; count < 5; count++) await queue("owner", "review_due", { bundle: "catch_up" });
      const gathered = await Promise.all(Array.from({ length: 50 }, () => gather(minutes(now, 5))));
      expect(gathered.filter(({ digests }) => digests === 1)).toHaveLength(1);
      expect(gathered.every(({ failed }) => failed === 0)).toBe(true);
      expect((await rows()).filter(({ template }) => template === "catch_up_digest")).toHaveLength(1);
    });
  });
