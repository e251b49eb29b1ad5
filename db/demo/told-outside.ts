import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { addEndpoint, type Changing } from "#app/webhooks/change-endpoint.server.ts";
import { disableFor } from "#app/webhooks/disable-for.server.ts";
import { type Endpoint, shownUrlOf } from "#app/webhooks/endpoint.ts";
import type { AttemptOutcome } from "#app/webhooks/message.ts";
import { queueMessages } from "#app/webhooks/queue-messages.server.ts";
import { disableByHand } from "#app/webhooks/steer-endpoint.server.ts";
import type { Db } from "../connect.ts";
import { findEndpoint, noteFailure, noteSuccess } from "../webhook-endpoints.ts";
import { claimWebhookMessage, listDueWebhookMessages, recordAttempt } from "../webhook-messages.ts";
import { findWorkspace } from "../workspaces.ts";
import { demoCompany } from "./cast.ts";
import { actorOf, type Stage, type Step } from "./play-story.ts";

/** What there is nobody to answer in the demo. */
const answers = {
  delivered: { status: 204, response: "", durationMs: 84 },
  given_up: { status: 502, response: "Bad gateway", durationMs: 212 },
} as const;

/** A ticket system that broke down and a channel that is silent for now: the demo itself sends nothing to anybody. */
export function toldOutside(stage: Stage, secrets: SecretBox): Step[] {
  const { workspaceId, now } = stage;
  const ids: { tickets?: string; channel?: string } = {};
  const changing = (db: Db, at: string): Changing => {
    const { actor: by, auditActor: actor } = actorOf(stage, "siobhan.kearney", at);
    return { db, secrets, workspaceId, by, actor, now: at };
  };
  const add = async (
    db: Db,
    at: string,
    { url, ...content }: { url: string } & Pick<Endpoint, "description" | "format">,
  ) => {
    const judged = { url, shownUrl: shownUrlOf(url) };
    const eventTypes = ["exception.approved", "exception.revoked", "policy.weakening_*"];
    const said = { ...content, eventTypes, namesPeople: false, judged };
    return (await addEndpoint(changing(db, at), said)).endpoint.id;
  };
  const step = (days: number, run: (db: Db, at: string) => Promise<unknown>): Step => {
    const at = addDays(now, -days);
    return { at, run: async (db) => void (await run(db, at)) };
  };
  return [
    step(24, async (db, at) => {
      const url = `https://tickets.${demoCompany.domain}/hooks/register/made-up`;
      ids.tickets = await add(db, at, { description: "Ticket system", format: "standard", url });
    }),
    step(23, async (db, at) => {
      const url = `https://chat.${demoCompany.domain}/hooks/made-up`;
      ids.channel = await add(db, at, { description: "Channel of the security team", format: "slack", url });
    }),
    step(13, (db, at) => post(db, { workspaceId, id: ids.tickets ?? "", at, outcome: "delivered" })),
    step(7.5, (db, at) => post(db, { workspaceId, id: ids.tickets ?? "", at, outcome: "given_up" })),
    step(7.2, (db, at) => disableByHand(changing(db, at), ids.channel ?? "")),
    step(2.4, async (db, at) => {
      const endpoint = await findEndpoint(db, workspaceId, ids.tickets ?? "");
      const by = { workspaceId, actor: { kind: "job", id: "deliver-webhooks" }, now: at } as const;
      if (endpoint) await disableFor(db, endpoint, { reason: "failing", by });
    }),
  ];
}

type Posted = { workspaceId: string; id: string; at: string; outcome: Exclude<AttemptOutcome, "failed"> };

/** Makes the messages that were due by then, each with one attempt. */
async function post(db: Db, { workspaceId, id, at, outcome }: Posted): Promise<void> {
  const [endpoint, workspace] = [await findEndpoint(db, workspaceId, id), await findWorkspace(db, workspaceId)];
  if (!endpoint || !workspace) throw new Error("the webhook of the demo is missing");
  await queueMessages(db, endpoint, { workspace, publicUrl: "http://localhost:3000", now: at });
  const due = await listDueWebhookMessages(db, workspaceId, { endpointId: id, now: at, limit: 500 });
  for (const message of due) {
    await claimWebhookMessage(db, message, { nextAttemptAt: addHours(at, 1), now: at });
    await recordAttempt(db, message, { attempt: 1, at, outcome, ...answers[outcome], nextAttemptAt: null });
    await (outcome === "given_up" ? noteFailure(db, endpoint, at) : noteSuccess(db, endpoint, at));
  }
}
