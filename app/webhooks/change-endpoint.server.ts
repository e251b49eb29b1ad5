import type { AuditActor } from "#app/audit/events.ts";
import { hasFreshFactor } from "#app/auth/own-factors.server.ts";
import { stepUpRequired } from "#app/auth/refusals.ts";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addHours } from "#app/register/days.ts";
import type { Actor } from "#app/register/guards.ts";
import { Refused } from "#app/register/refused.ts";
import { isAdmin } from "#app/register/roles.ts";
import { readChainEnd } from "#db/audit-events.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { rolesOf } from "#db/users.ts";
import { findEndpoint, insertEndpoint, listEndpoints, updateEndpoint } from "#db/webhook-endpoints.ts";
import { type Journal, write } from "#db/write.ts";
import type { Endpoint } from "./endpoint.ts";
import type { EndpointContent } from "./endpoint-content.ts";
import type { JudgedUrl } from "./judged-url.server.ts";
import { newSecret } from "./secret.server.ts";
import { usualEventTypes } from "./subscription.ts";

/** Who changes receivers, and what it takes. */
export type Changing = {
  db: Db;
  secrets: SecretBox;
  workspaceId: string;
  by: Actor;
  actor: AuditActor;
  now: Instant;
};

const mostEndpoints = 50;

type Content = Omit<EndpointContent, "url">;

export const subjectOf = ({ id }: Pick<Endpoint, "id">) => ({ kind: "webhook", id });

const factsOf = ({ description, format, shownUrl, eventTypes, namesPeople }: Endpoint) => ({
  ...{ description, format, url: shownUrl, namesPeople },
  eventTypes: [...eventTypes],
});

const chosenOrUsual = ({ eventTypes, format }: Pick<Endpoint, "eventTypes" | "format">) =>
  eventTypes.length > 0 ? eventTypes : usualEventTypes(format);

/**
 * Adds a receiver and returns it with its secret, which is shown this once.
 * @throws Refused 403 not an admin or without a fresh factor, 409 too many.
 */
export async function addEndpoint(
  { db, secrets, workspaceId, by, actor, now }: Changing,
  { judged, ...content }: Content & { judged: JudgedUrl },
): Promise<{ endpoint: Endpoint; secret: string }> {
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  const secret = newSecret();
  return write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await refuseOthers(tx, workspaceId, by);
    const inUse = (await listEndpoints(tx, workspaceId)).filter(({ removedAt }) => removedAt === null);
    if (inUse.length >= mostEndpoints)
      throw new Refused(409, "too_many_webhooks", `There are ${mostEndpoints} webhooks already. Remove one first.`);
    const endpoint: Endpoint = {
      ...{ ...content, eventTypes: chosenOrUsual(content) },
      ...{ workspaceId, id: newId("whk"), url: secrets.seal(judged.url), shownUrl: judged.shownUrl },
      ...{ isEnabled: true, disabledFor: null, disabledAt: null },
      ...{ secret: secrets.seal(secret), previousSecret: null, previousUntil: null },
      // It hears of what happens from here on, its own beginning included.
      lastSeq: await endOfLog(tx, workspaceId),
      ...{ lastSuccessAt: null, failures: 0, failingSince: null },
      ...{ createdBy: by.userId, createdAt: now, updatedAt: now, removedAt: null },
    };
    await insertEndpoint(tx, endpoint);
    audit("webhook.created", subjectOf(endpoint), factsOf(endpoint));
    return { endpoint, secret };
  });
}

/** Returns the number of the last event, which stays the last until the change that asks has written its own. */
export async function endOfLog(tx: Db, workspaceId: string): Promise<number> {
  return (await readChainEnd(tx, workspaceId)).lastSeq;
}

/**
 * Changes a receiver that is there, inside one write.
 * @throws Refused 403 not an admin, 404 no such receiver, or one that was removed.
 */
export async function onEndpoint<T>(
  { db, workspaceId, by, actor, now }: Changing,
  id: string,
  change: (tx: Db, journal: Journal, endpoint: Endpoint) => Promise<T>,
): Promise<T> {
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    await refuseOthers(tx, workspaceId, by);
    const endpoint = await findEndpoint(tx, workspaceId, id);
    if (!endpoint || endpoint.removedAt !== null)
      throw new Refused(404, "not_found", "There is no such webhook, or it was removed.");
    return change(tx, journal, endpoint);
  });
}

/** Read inside the change, so that one who was demoted a moment ago is refused. */
async function refuseOthers(tx: Db, workspaceId: string, { userId }: Actor): Promise<void> {
  if (!isAdmin(await rolesOf(tx, workspaceId, userId)))
    throw new Refused(403, "not_admin", "Webhooks are managed by admins.");
}

/**
 * Changes what a receiver is told, or where it is. What it is can lead the log elsewhere, so a fresh factor is asked for.
 * @throws Refused 400 nothing changes, 403, 404.
 */
export async function changeEndpoint(
  changing: Changing,
  id: string,
  { judged, ...content }: Partial<Content> & { judged?: JudgedUrl },
): Promise<Endpoint> {
  const { secrets, by, now } = changing;
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  return onEndpoint(changing, id, async (tx, { audit }, before) => {
    const isUrlNew = judged !== undefined && judged.url !== secrets.open(before.url);
    const said = { ...before, ...content };
    const after: Endpoint = {
      ...said,
      eventTypes: chosenOrUsual(said),
      ...(isUrlNew && { url: secrets.seal(judged.url), shownUrl: judged.shownUrl }),
      updatedAt: now,
    };
    const facts = { before: factsOf(before), after: factsOf(after) };
    if (!isUrlNew && JSON.stringify(facts.before) === JSON.stringify(facts.after))
      throw new Refused(400, "unchanged", "The webhook is like that already.");
    await updateEndpoint(tx, after);
    audit("webhook.changed", subjectOf(after), { ...facts, isUrlNew });
    return after;
  });
}

/**
 * Gives a receiver another secret and returns it, shown this once; for some hours messages are signed with both.
 * @throws Refused 403 not an admin or without a fresh factor, 404.
 */
export async function rotateSecret(changing: Changing, id: string, overlapHours: number): Promise<string> {
  const { secrets, by, now } = changing;
  if (!hasFreshFactor(by, now)) throw stepUpRequired();
  const secret = newSecret();
  await onEndpoint(changing, id, async (tx, { audit }, before) => {
    const previousUntil = overlapHours > 0 ? addHours(now, overlapHours) : null;
    const previousSecret = previousUntil === null ? null : before.secret;
    const after = { ...before, secret: secrets.seal(secret), previousSecret, previousUntil, updatedAt: now };
    await updateEndpoint(tx, after);
    audit("webhook.secret_rotated", subjectOf(before), { previousUntil });
  });
  return secret;
}
