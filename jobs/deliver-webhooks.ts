import { setTimeout as pause } from "node:timers/promises";
import { addDays } from "#app/register/days.ts";
import { deliver } from "#app/webhooks/deliver.server.ts";
import { disableFor } from "#app/webhooks/disable-for.server.ts";
import type { DisabledFor, Endpoint } from "#app/webhooks/endpoint.ts";
import type { WebhookMessage } from "#app/webhooks/message.ts";
import { queueMessages } from "#app/webhooks/queue-messages.server.ts";
import { findEndpoint, listEnabledEndpoints } from "#db/webhook-endpoints.ts";
import { forgetWebhookMessages, listDueWebhookMessages } from "#db/webhook-messages.ts";
import type { Workspace } from "#db/workspaces.ts";
import { DoneElsewhere, Ending, eachDue } from "./each-due.ts";
import { asJob, type Job, type JobContext, mostItems } from "./job.ts";

/** Messages that are on their way to one receiver at once. */
const atOnce = 4;
const readAtOnce = 40;
/** How long a run keeps to one receiver; what is left for it waits for the next. */
const mostMsPerReceiver = 5_000;
const keptDays = 30;

type Counts = { queued: number; delivered: number; failed: number; given_up: number; disabled: number; faults: number };
type Run = { context: JobContext; workspace: Workspace; now: string; counts: Counts };

/**
 * Makes messages out of the audit log and posts those that are due. Each receiver has a lane of its own, and while a slow
 * one is waited for, the others go on.
 */
export const deliverWebhooks: Job = {
  name: "deliver-webhooks",
  cron: "* * * * *",
  everySeconds: 3,
  summary: "Tells webhooks what the audit log says, and tries again what they did not take.",
  run: async (context, workspace, now) => {
    const counts: Counts = { queued: 0, delivered: 0, failed: 0, given_up: 0, disabled: 0, faults: 0 };
    const run = { context, workspace, now, counts };
    const lanes = new Map<string, Promise<void>>();
    const spent = new Set<string>();
    do {
      for (const endpoint of await listEnabledEndpoints(context.db, workspace.id)) {
        if (lanes.has(endpoint.id) || spent.has(endpoint.id)) continue;
        const lane = follow(run, endpoint).then((isSpent) => {
          if (isSpent) spent.add(endpoint.id);
          lanes.delete(endpoint.id);
        });
        lanes.set(endpoint.id, lane);
      }
      if (lanes.size === 0) break;
      // A receiver that is done meanwhile is looked at again, for what happened while a slow one was waited for.
      await Promise.race([Promise.all(lanes.values()), pause(mostMsPerReceiver / 5)]);
    } while (lanes.size > 0);
    if (context.ending.aborted) throw new Ending();
    const old = { before: addDays(now, -keptDays), limit: mostItems };
    return { ...counts, forgotten: await forgetWebhookMessages(context.db, workspace.id, old) };
  },
};

/** Queues and posts for one receiver until nothing is due; true where nothing more is to be done for it in this run. */
async function follow(run: Run, endpoint: Endpoint): Promise<boolean> {
  const { context, workspace, now, counts } = run;
  const until = performance.now() + mostMsPerReceiver;
  try {
    counts.queued += await queueMessages(context.db, endpoint, { workspace, publicUrl: context.publicUrl, now });
    while (performance.now() < until) {
      // Read anew, since somebody may have given it another address or secret meanwhile.
      const current = await findEndpoint(context.db, workspace.id, endpoint.id);
      if (!current?.isEnabled) return true;
      const due = await listDueWebhookMessages(context.db, workspace.id, {
        endpointId: endpoint.id,
        now,
        limit: readAtOnce,
      });
      if (due.length === 0) return false;
      if (await postAll(run, current, { due, until })) return true;
    }
  } catch (fault) {
    if (fault instanceof Ending) return true;
    counts.faults += 1;
    await context.items.failed({ kind: "webhook", id: endpoint.id }, fault);
    context.log.error({ item: endpoint.id, err: fault }, "a webhook failed; the others go on");
  }
  return true;
}

/** Posts messages, a few at once; true where the receiver is to be left alone for now. */
async function postAll(
  run: Run,
  endpoint: Endpoint,
  { due, until }: { due: readonly WebhookMessage[]; until: number },
): Promise<boolean> {
  const waiting = [...due];
  let isOver = false;
  let disables: DisabledFor | null = null;
  const postNext = async () => {
    for (let next = waiting.shift(); next && !isOver && performance.now() < until; next = waiting.shift()) {
      const { failed } = await eachDue(run.context, [next], async (message) => {
        disables = (await post(run, endpoint, message)) ?? disables;
      });
      run.counts.faults += failed;
      isOver ||= disables !== null || failed > 0;
    }
  };
  // All of them come to their end before any fault goes on: what is on its way has to be noted.
  const ends = await Promise.allSettled(Array.from({ length: atOnce }, postNext));
  const faults = ends.flatMap((end) => (end.status === "rejected" ? [end.reason] : []));
  if (faults.length > 0) throw faults[0];
  if (disables === null) return isOver;
  const { context, workspace, now } = run;
  const by = asJob(context, deliverWebhooks.name, { workspaceId: workspace.id, now });
  if (await disableFor(context.db, endpoint, { reason: disables, by })) run.counts.disabled += 1;
  return true;
}

async function post(
  { context, now, counts }: Run,
  endpoint: Endpoint,
  message: WebhookMessage,
): Promise<DisabledFor | null> {
  const delivered = await deliver({ ...context, now }, endpoint, message);
  if (delivered === null) throw new DoneElsewhere(message.id);
  counts[delivered.outcome] += 1;
  return delivered.disables;
}
