import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addHours, daysBetween } from "#app/register/days.ts";
import type { Db } from "#db/connect.ts";
import { noteFailure, noteSuccess } from "#db/webhook-endpoints.ts";
import { claimWebhookMessage, recordAttempt } from "#db/webhook-messages.ts";
import { inTransaction } from "#db/write.ts";
import { type DisabledFor, type Endpoint, mostFailingDays } from "./endpoint.ts";
import type { AttemptOutcome, WebhookMessage } from "./message.ts";
import { nextWebhookAttempt, retryAfterOf } from "./next-webhook-attempt.ts";
import type { Answer, Outside } from "./outside.server.ts";
import { openedSecrets, signatureHeaders } from "./secret.server.ts";

type Setting = { db: Db; outside: Outside; secrets: SecretBox; now: Instant };

/** What came of an attempt, and whether the receiver is to be disabled for it. */
export type Delivered = { outcome: AttemptOutcome; disables: DisabledFor | null };

/** A minute, which is more than an attempt takes. */
const aloneHours = 1 / 60;

/** Makes one attempt and records it; null where another node makes it. */
export async function deliver(
  { db, outside, secrets, now }: Setting,
  endpoint: Endpoint,
  message: WebhookMessage,
): Promise<Delivered | null> {
  const attempt = message.attempts + 1;
  const inRound = attempt - message.roundFrom;
  const usual = nextWebhookAttempt(inRound, now);
  // Should the node die over this attempt, the next one is due, but not while this one may be on its way.
  const alone = addHours(now, aloneHours);
  const nextIfLost = usual !== null && usual > alone ? usual : alone;
  if (!(await claimWebhookMessage(db, message, { nextAttemptAt: nextIfLost, now }))) return null;
  const url = secrets.open(endpoint.url);
  const keys = openedSecrets(endpoint, secrets, now);
  const began = performance.now();
  const answer = await outside.post(url, message.body, {
    "content-type": "application/json",
    "user-agent": "mfa-register",
    ...(endpoint.format === "standard" && signatureHeaders(keys, { id: message.id, body: message.body, at: now })),
  });
  const durationMs = Math.round(performance.now() - began);
  const { outcome, nextAttemptAt } = judged(answer, { usual, inRound, now });
  return inTransaction(db, async (tx) => {
    const response = withoutSecrets(answer.text, [url, ...keys]);
    const row = { attempt, at: now, outcome, status: answer.status, response, durationMs };
    await recordAttempt(tx, message, { ...row, nextAttemptAt });
    if (outcome === "delivered") {
      await noteSuccess(tx, endpoint, now);
      return { outcome, disables: null };
    }
    const failingSince = await noteFailure(tx, endpoint, now);
    if (answer.status === 410) return { outcome, disables: "gone" };
    return { outcome, disables: daysBetween(failingSince, now) >= mostFailingDays ? "failing" : null };
  });
}

type Round = { usual: Instant | null; inRound: number; now: Instant };

function judged({ status, retryAfter }: Answer, { usual, inRound, now }: Round) {
  if (status !== null && status >= 200 && status < 300) return { outcome: "delivered" as const, nextAttemptAt: null };
  if (usual === null) return { outcome: "given_up" as const, nextAttemptAt: null };
  const asked = status === 429 || status === 503 ? retryAfterOf(retryAfter, now) : null;
  return { outcome: "failed" as const, nextAttemptAt: nextWebhookAttempt(inRound, now, asked) };
}

/** A receiver that repeats what it was sent shall not put it into the log. */
function withoutSecrets(text: string, secrets: readonly string[]): string {
  const parts = secrets.flatMap((secret) => [secret, secret.replace(/^whsec_/, ""), pathOf(secret)]);
  return parts.filter((part) => part.length > 1).reduce((rest, part) => rest.replaceAll(part, "…"), text);
}

function pathOf(secret: string): string {
  const url = URL.parse(secret);
  return url ? `${url.pathname}${url.search}` : "";
}
