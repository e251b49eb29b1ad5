import { describe, expect, onTestFinished, test } from "vitest";
import { createMailer } from "#app/mail/mailer.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { noteBreakGlassUses } from "#jobs/note-break-glass-uses.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { serviceToken } from "#test/support/decisions.ts";
import { addEmergencyAccount } from "#test/support/emergency-uses.ts";
import { jobContext } from "#test/support/job-context.ts";
import { startMailServer } from "#test/support/mail-server.ts";
import { addPeople } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";

const at = addDays(testStart, 60);
const later = (hours: number) => addHours(at, hours);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("with mail and jobs down an emergency account is answered and recorded, and the alarm leaves when they return", async () => {
      const [base, server] = await Promise.all([open(), startMailServer()]);
      const mailer = createMailer({
        SMTP_URL: server.url,
        MAIL_FROM: "Register <register@acme.example>",
        PUBLIC_URL: "https://register.example",
      });
      onTestFinished(async () => {
        mailer?.close();
        await Promise.all([base.close(), server.close()]);
      });
      const people = await addPeople(base);
      await putPolicy(base, { dial: "off" });
      const account = await addEmergencyAccount(base, people);
      const { token } = await serviceToken(base);
      const context = jobContext(base, mailer);
      const note = (now: string) => noteBreakGlassUses.run(context, base.workspace, now);
      const send = (now: string) => sendOutbox.run(context, base.workspace, now);

      // Nothing runs: the decision itself writes the use down.
      server.refuseWith(451);
      const [decisionId] = await askDecider(base, token, [{ subjectId: account.userName, at }]);
      const uses = await base.db.selectFrom("breakGlassUses").select(["id", "notedAt"]).execute();
      expect(uses).toEqual([{ id: decisionId, notedAt: null }]);

      // Jobs are back before mail is: the alarm waits, and is not raised twice meanwhile.
      await note(later(3));
      await send(later(3));
      await note(later(4));
      expect(server.received).toEqual([]);
      server.refuseWith(null);
      await send(later(48));
      await send(later(49));
      const told = server.received.flatMap(({ to }) => to).sort();
      expect(told).toEqual(["implementer@acme.example", "owner@acme.example", "security@acme.example"]);
      const raw = server.received[0]?.raw;
      expect(raw).toContain(`/break-glass/uses/${decisionId}`);
      expect(raw).toContain("203.0.113.9");
    });
  });
