import type { MailRules } from "#app/mail/choices.ts";
import { composeMail } from "#app/mail/compose-mail.server.ts";
import { rulesOfReaders } from "#app/mail/rules-of-readers.server.ts";
import { mailingOf } from "#app/mail/when-to-mail.ts";
import { whyWithheld } from "#app/mail/why-withheld.server.ts";
import { addHours } from "#app/register/days.ts";
import {
  claimMessage,
  countWaiting,
  type DeliveryOutcome,
  holdMessage,
  listDueMessages,
  type QueuedMessage,
  recordDelivery,
} from "#db/outbox.ts";
import { findUsers, type User } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { type Job, type JobContext, mostItems } from "./job.ts";
import { nextAttemptAt } from "./next-attempt.ts";

/**
 * Sends queued messages by SMTP, with a row for each attempt; one that fails is tried again with growing pauses. What its
 * reader wants later, once a day or not at all is put off first, and what is not for them any more is withheld.
 */
export const sendOutbox: Job = {
  name: "send-outbox",
  cron: "* * * * *",
  everySeconds: 5,
  summary: "Sends the queued messages by SMTP.",
  run: async (context, workspace, now) => {
    if (!context.mailer)
      return {
        sent: 0,
        waiting: await countWaiting(context.db, workspace.id),
        note: "SMTP_URL is not set; messages stay queued.",
      };
    const due = await listDueMessages(context.db, workspace.id, now, mostItems);
    const ids = due.map(({ toUserId }) => toUserId).filter((id) => id !== null);
    const people = await findUsers(context.db, workspace.id, ids);
    const rulesFor = await rulesOfReaders(context.db, workspace, ids);
    const outcomes = { sent: 0, failed: 0, given_up: 0, withheld: 0, put_off: 0 };
    const { failed: faults } = await eachDue(context, due, async (message) => {
      const [to, rules] = [people.get(message.toUserId ?? ""), rulesFor(message.toUserId)];
      outcomes[await mailOrHold(context, { workspace, message, to, now }, rules)] += 1;
    });
    return { ...outcomes, faults };
  },
};

type Attempt = { workspace: Workspace; message: QueuedMessage; to: User | undefined; now: string };

async function mailOrHold(context: JobContext, mail: Attempt, rules: MailRules): Promise<DeliveryOutcome | "put_off"> {
  const { message, now } = mail;
  const reason = await whyWithheld(context.db, mail);
  if (reason !== null) return withhold(context, mail, reason);
  const mailing = mailingOf(message, rules, now);
  if (mailing.way === "now") return attempt(context, mail);
  if (!(await holdMessage(context.db, message, mailing, now))) throw new DoneElsewhere(message.id);
  return "put_off";
}

async function withhold({ db }: JobContext, { message, now }: Attempt, reason: string): Promise<DeliveryOutcome> {
  if (!(await claimMessage(db, message, { nextAttemptAt: addHours(now, 1), now }))) throw new DoneElsewhere(message.id);
  await recordDelivery(db, message, { attempt: message.attempts + 1, outcome: "withheld", response: reason, at: now });
  return "withheld";
}

async function attempt(
  { db, publicUrl, mailer, secrets }: JobContext,
  { workspace, message, to, now }: Attempt,
): Promise<DeliveryOutcome> {
  if (!mailer) throw new Error("an attempt needs a mailer");
  const attempt = message.attempts + 1;
  const next = nextAttemptAt(message.triedFrom ?? message.createdAt, attempt, now);
  // Without a next attempt an hour is kept free for this one, in case that the node dies over it.
  if (!(await claimMessage(db, message, { nextAttemptAt: next ?? addHours(now, 1), now })))
    throw new DoneElsewhere(message.id);
  const setting = { publicUrl, workspace: workspace.name, name: to?.displayName ?? null };
  const mail = await composeMail({ db, secrets }, message, setting);
  const result = await mailer.send({ id: message.id, to: message.toAddress, writtenAt: message.createdAt, ...mail });
  const isOver = next === null || (!result.ok && result.isPermanent);
  const failure = isOver ? "given_up" : "failed";
  const outcome = result.ok ? "sent" : failure;
  await recordDelivery(db, message, { attempt, outcome, response: result.response, at: now });
  return outcome;
}
