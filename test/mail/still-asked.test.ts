import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { createMailer, type Mailer } from "#app/mail/mailer.server.ts";
import type { Template } from "#app/mail/templates.ts";
import { addDays } from "#app/register/days.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { type Bundle, queueMessage } from "#db/outbox.ts";
import { sendDigests } from "#jobs/send-digests.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, testStart as now } from "#test/support/databases.ts";
import { commandsOf } from "#test/support/give-command.ts";
import { jobContext } from "#test/support/job-context.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";
import { addPeople, type People } from "#test/support/people.ts";

const tooLate = "not sent: what it asks for was done, or is not theirs to do any more";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let server: MailServer;
    let mailer: Mailer | null;
    beforeAll(async () => {
      server = await startMailServer();
      mailer = createMailer({
        SMTP_URL: server.url,
        MAIL_FROM: "Register <register@acme.example>",
        PUBLIC_URL: "https://register.example",
      });
    });
    afterAll(async () => {
      mailer?.close();
      await server.close();
    });

    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const people = await addPeople(database);
      const { id } = await fileException(db, {
        workspaceId: workspace.id,
        draft: completeDraft({ endsAt: addDays(now, 60) }),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now,
      });
      const give = commandsOf(database, people);
      await give(id, "requestor", { command: "submit", comment: "" }, now);
      // Only what is queued below is looked at.
      await db.deleteFrom("outbox").execute();
      server.received.length = 0;
      const queue = (who: keyof People, template: Template, bundle: Bundle | null = null) => {
        const { userId, userName } = people[who];
        const data = {
          id,
          title: "IMAP polling",
          startsAt: now,
          endsAt: addDays(now, 60),
          rating: "low",
          author: "Ines",
        };
        return queueMessage(
          db,
          workspace.id,
          { message: { template, toUserId: userId, toAddress: userName, data }, bundle },
          now,
        );
      };
      const said = async () =>
        (await db.selectFrom("deliveries").select("response").execute()).map((row) => row.response);
      const send = (at: string) => sendOutbox.run(jobContext(database, mailer), workspace, at);
      const gather = (at: string) => sendDigests.run(jobContext(database, mailer), workspace, at);
      return { ...database, id, people, give, queue, said, send, gather };
    };

    test("an approver is asked for as long as there is something to decide, and not after", async () => {
      const { id, give, queue, said, send } = await opened();
      await queue("identity", "approval_needed");
      expect(await send(now)).toMatchObject({ sent: 1, withheld: 0 });
      await give(id, "requestor", { command: "withdraw", comment: "" }, now);
      for (const template of ["approval_needed", "approval_reminder"] as const) await queue("identity", template);
      await queue("identity", "comment_added");
      expect(await send(addDays(now, 1))).toMatchObject({ sent: 1, withheld: 2 });
      expect((await said()).filter((response) => response === tooLate)).toHaveLength(2);
    });

    test("only who owns a record by the time it leaves is asked to take it on", async () => {
      const { db, workspace, id, people, queue, said, send } = await opened();
      await db
        .updateTable("exceptions")
        .set({ ownerId: people.owner.userId })
        .where("workspaceId", "=", workspace.id)
        .where("id", "=", id)
        .execute();
      for (const template of ["owner_assigned", "owner_reminded"] as const)
        for (const who of ["owner", "requestor"] as const) await queue(who, template);
      expect(await send(now)).toMatchObject({ sent: 2, withheld: 2 });
      expect(server.received.map(({ to }) => to[0])).toEqual([people.owner.userName, people.owner.userName]);
      expect((await said()).filter((response) => response === tooLate)).toHaveLength(2);
    });

    test("nothing is asked of those who would decide about a later end that nobody wants any more", async () => {
      const { queue, send } = await opened();
      await queue("identity", "extension_requested");
      expect(await send(now)).toMatchObject({ sent: 0, withheld: 1 });
    });

    test("a daily mail leaves out what was decided since, and does not leave with nothing in it", async () => {
      const { id, people, give, queue, send, gather } = await opened();
      await queue("identity", "approval_needed", "digest");
      await queue("risk", "approval_needed", "digest");
      await queue("risk", "comment_added", "digest");
      await give(id, "requestor", { command: "withdraw", comment: "" }, now);
      await gather(addDays(now, 1));
      await send(addDays(now, 1));
      const sentTo = (who: keyof People) => server.received.filter(({ to }) => to[0] === people[who].userName);
      expect(sentTo("identity")).toEqual([]);
      expect(sentTo("risk")).toHaveLength(1);
      expect(sentTo("risk")[0]?.raw).toContain("Subject: 1 message since");
      expect(sentTo("risk")[0]?.raw).toContain("Ines commented");
    });
  });
