import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { beginAnew, disableEndpoint, updateEndpoint } from "#db/webhook-endpoints.ts";
import { type Replayed, replayWebhookMessages } from "#db/webhook-messages.ts";
import { type Changing, endOfLog, onEndpoint, subjectOf } from "./change-endpoint.server.ts";
import type { Endpoint } from "./endpoint.ts";

/** @throws Refused 403, 404, 409 it is disabled already. */
export async function disableByHand(changing: Changing, id: string): Promise<void> {
  await onEndpoint(changing, id, async (tx, { audit }, endpoint) => {
    if (!(await disableEndpoint(tx, endpoint, { reason: "by_hand", now: changing.now })))
      throw new Refused(409, "webhook_disabled", "This webhook is disabled.");
    audit("webhook.disabled", subjectOf(endpoint), { reason: "by_hand", failingSince: endpoint.failingSince });
  });
}

/**
 * Sends to a receiver again: what happens from now on, and what waited when it was disabled.
 * @throws Refused 403, 404, 409 it is enabled already.
 */
export async function enable(changing: Changing, id: string): Promise<void> {
  await onEndpoint(changing, id, async (tx, { audit }, endpoint) => {
    if (endpoint.isEnabled) throw new Refused(409, "webhook_enabled", "This webhook is enabled already.");
    const { workspaceId, now } = changing;
    await updateEndpoint(tx, { ...endpoint, isEnabled: true, disabledFor: null, disabledAt: null, updatedAt: now });
    await beginAnew(tx, endpoint, await endOfLog(tx, workspaceId));
    audit("webhook.enabled", subjectOf(endpoint), {});
  });
}

/**
 * Takes a receiver away for good, with its address and secrets; its delivery log stays for as long as any.
 * @throws Refused 403, 404.
 */
export async function remove(changing: Changing, id: string): Promise<void> {
  await onEndpoint(changing, id, async (tx, { audit }, endpoint) => {
    const { now } = changing;
    const end = { isEnabled: false, disabledFor: null, disabledAt: now, removedAt: now, updatedAt: now };
    const emptied = { url: "", secret: "", previousSecret: null, previousUntil: null };
    await updateEndpoint(tx, { ...endpoint, ...end, ...emptied });
    audit("webhook.removed", subjectOf(endpoint), { description: endpoint.description });
  });
}

/**
 * Sends messages once more, with the same ids: one, or all that failed since an instant. Returns how many.
 * @throws Refused 403, 404 no such message, 409 it is disabled.
 */
export async function replay(changing: Changing, id: string, which: Replayed): Promise<number> {
  return onEndpoint(changing, id, async (tx, { audit }, endpoint) => {
    refuseDisabled(endpoint);
    const { workspaceId, now } = changing;
    const messages = await replayWebhookMessages(tx, { workspaceId, endpointId: id }, { which, now });
    if (messages === 0 && "id" in which) throw new Refused(404, "not_found", "There is no such message.");
    const messageId = "id" in which ? which.id : null;
    const since: Instant | null = "since" in which ? which.since : null;
    audit("webhook.replayed", subjectOf(endpoint), { messages, messageId, since });
    return messages;
  });
}

/**
 * Has a test sent: the event that says so goes to this receiver, whatever it listens to.
 * @throws Refused 403, 404, 409 it is disabled.
 */
export async function sendTest(changing: Changing, id: string): Promise<void> {
  await onEndpoint(changing, id, async (_tx, { audit }, endpoint) => {
    refuseDisabled(endpoint);
    audit("webhook.tested", subjectOf(endpoint), {});
  });
}

function refuseDisabled({ isEnabled }: Endpoint): void {
  if (!isEnabled) throw new Refused(409, "webhook_disabled", "This webhook is disabled.");
}
