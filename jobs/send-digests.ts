import type { Instant } from "#app/engine/types.ts";
import { digestData } from "#app/mail/digest-contents.ts";
import { rulesOfReaders } from "#app/mail/rules-of-readers.server.ts";
import { isStillAsked } from "#app/mail/still-asked.server.ts";
import { traits } from "#app/mail/traits.ts";
import { addHours } from "#app/register/days.ts";
import { type DueBundle, leaveUnmailed, listDueBundles, takeBundle } from "#db/bundles.ts";
import { newId } from "#db/ids.ts";
import { type QueuedMessage, queueMessage } from "#db/outbox.ts";
import { findUser } from "#db/users.ts";
import type { Workspace } from "#db/workspaces.ts";
import { inTransaction } from "#db/write.ts";
import { DoneElsewhere, eachDue } from "./each-due.ts";
import { type Job, type JobContext, mostItems } from "./job.ts";

/** A catch-up is over when it has queued nothing for so long, and is not waited for any longer than that. */
const settledHours = 2 / 60;
const mostHours = 0.5;

/** Puts what waits for each person into one message: what they want once a day, and what was missed while nothing ran. */
export const sendDigests: Job = {
  name: "send-digests",
  cron: "* * * * *",
  summary: "Puts what people want once a day, and what was missed while nothing ran, into one message for each.",
  run: async (context, workspace, now) => {
    const waiting = await listDueBundles(context.db, workspace.id, now);
    const due = waiting.filter(({ bundle }) => bundle === "digest" || isCaughtUp(waiting, now)).slice(0, mostItems);
    const items = due.map((bundle) => ({ ...bundle, id: `${bundle.toUserId}:${bundle.bundle}` }));
    const { done, failed } = await eachDue(context, items, (bundle) =>
      putTogether(context, { workspace, bundle, now }),
    );
    return { digests: done, failed };
  },
};

function isCaughtUp(waiting: readonly DueBundle[], now: Instant): boolean {
  const missed = waiting.filter(({ bundle }) => bundle === "catch_up");
  return (
    missed.every(({ newestAt }) => newestAt <= addHours(now, -settledHours)) ||
    missed.some(({ oldestAt }) => oldestAt <= addHours(now, -mostHours))
  );
}

type Putting = { workspace: Workspace; bundle: DueBundle; now: Instant };

/** The messages leave the queue and the one that carries them enters it, or neither does. */
async function putTogether({ db }: JobContext, { workspace, bundle, now }: Putting): Promise<void> {
  await inTransaction(db, async (tx) => {
    const id = newId("msg");
    const taken = await takeBundle(tx, workspace.id, bundle, { into: id, now });
    const [first] = taken;
    if (!first) throw new DoneElsewhere(bundle.toUserId);
    const rules = (await rulesOfReaders(tx, workspace, [bundle.toUserId]))(bundle.toUserId);
    const wanted: QueuedMessage[] = [];
    const unwanted: QueuedMessage[] = [];
    for (const message of taken) {
      const isWanted = rules.modes[traits[message.template].topic] !== "off" && (await isStillAsked(tx, message));
      (isWanted ? wanted : unwanted).push(message);
    }
    await leaveUnmailed(
      tx,
      workspace.id,
      unwanted.map((message) => message.id),
      now,
    );
    if (wanted.length === 0) return;
    const reader = await findUser(tx, workspace.id, bundle.toUserId);
    const message = {
      template: bundle.bundle === "digest" ? "digest" : "catch_up_digest",
      toUserId: bundle.toUserId,
      toAddress: reader?.userName ?? first.toAddress,
      data: { ...digestData(wanted), until: bundle.newestAt },
    } as const;
    await queueMessage(tx, workspace.id, { message, bundle: null, id }, now);
  });
}
