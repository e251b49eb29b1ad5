import type { Instant } from "#app/engine/types.ts";
import type { Template } from "#app/mail/templates.ts";
import type { Db } from "#db/connect.ts";
import { findUsers, type User } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import type { Journal } from "#db/write.ts";
import { implementersFor, reviewersAbove } from "./able-people.server.ts";
import { askedDecision } from "./asked-decision.server.ts";
import type { CommandInput, ReviewOutcome } from "./command-schemas.ts";
import { decidersOf } from "./deciders.server.ts";
import { type Exception, isUnratified } from "./exception.ts";
import { extensionOutcome } from "./extension-outcome.ts";
import { mailFacts } from "./mail-facts.server.ts";
import { rulesFor } from "./rules-for.server.ts";
import { stateWords } from "./state-words.ts";
import { tellWatchers } from "./tell-watchers.server.ts";

type Change = {
  before: Exception;
  after: Exception;
  input: CommandInput;
  actorId: string;
  now: Instant;
};

/** Tells the people whom a change concerns, then those who watch; nobody is told of their own act, and nobody twice. */
export async function notifyOf(tx: Db, journal: Journal, change: Change): Promise<void> {
  const { before, after, input, actorId, now } = change;
  const concerned = await notifyConcerned(tx, journal, change);
  const told = new Set([actorId, ...concerned, ...(await tellBeneficiary(tx, journal, change))]);
  if (after.state === before.state) return;
  // Those who watch may be others than those who may read the reason.
  const isPrivate = (await rulesFor(tx, after)).reasonIsPrivate;
  const data = { state: stateWords[after.state], comment: isPrivate ? "" : input.comment };
  const telling = { template: "exception_changed", record: after, data, except: told, now } as const;
  await tellWatchers(tx, journal, telling);
}

/** Tells those who have something to do or to know because of a change; returns who they are. */
async function notifyConcerned(tx: Db, { notify }: Journal, change: Change): Promise<string[]> {
  const { before, after, input, actorId } = change;
  const template = templateOf(change);
  if (!template) return [];
  const data = {
    ...(await mailFacts(tx, after)),
    extensionEndsAt: (after.extension ?? before.extension)?.endsAt ?? "",
    extensionOutcome: extensionOutcome(before, after, input.command) ?? "",
    comment: input.comment,
    emergency: isUnratified(after) ? after.endsAt : "",
  };
  const recipients = new Map<string, Recipient>();
  for (const recipient of await recipientsOf(tx, template, change)) recipients.set(recipient.user.id, recipient);
  recipients.delete(actorId);
  for (const { user, asked } of recipients.values())
    notify({ template, toUserId: user.id, toAddress: user.userName, data: { ...data, ...asked } });
  const contact =
    template === "emergency_granted" ? (await findWorkspace(tx, after.workspaceId))?.securityContact : null;
  if (contact) notify({ template, toUserId: null, toAddress: contact, data });
  return [...recipients.keys()];
}

/** Somebody in whose name another asks is told at once: they can say that they know nothing of it. Returns who was told. */
async function tellBeneficiary(tx: Db, { notify }: Journal, { after, input, actorId }: Change): Promise<string[]> {
  const { workspaceId, beneficiaryId, requestorId } = after;
  if (input.command !== "submit" || beneficiaryId === null || beneficiaryId === actorId) return [];
  const people = await findUsers(tx, workspaceId, [beneficiaryId, ...(requestorId ? [requestorId] : [])]);
  const beneficiary = people.get(beneficiaryId);
  if (!beneficiary) return [];
  const data = { ...(await mailFacts(tx, after)), requestor: people.get(requestorId ?? "")?.displayName ?? "" };
  notify({ template: "filed_for_you", toUserId: beneficiaryId, toAddress: beneficiary.userName, data });
  return [beneficiaryId];
}

/** What has happened to the record, whichever command it was. */
function templateOf(change: Change): Template | null {
  const { before, after, input } = change;
  if (after.state !== before.state) return templateOfState(after, input);
  if (input.command === "request_extension") return "extension_requested";
  if (input.command === "review") return templateOfReview(input.outcome, change);
  if (extensionOutcome(before, after, input.command)) return "extension_decided";
  if (before.emergency?.ratifiedAt === null && after.emergency?.ratifiedAt) return "emergency_ratified";
  return after.endsAt < before.endsAt ? "exception_shortened" : null;
}

/** A review that leaves it in force; where it stays as it is, nobody has to hear of it. */
function templateOfReview(outcome: ReviewOutcome, { before, after }: Change): Template | null {
  if (outcome === "escalate") return "exception_escalated";
  if (outcome === "let_expire") return "exception_let_expire";
  return after.endsAt < before.endsAt ? "exception_shortened" : null;
}

function templateOfState({ state }: Exception, { command }: CommandInput): Template | null {
  switch (state) {
    case "submitted":
    case "assessed":
      return "approval_needed";
    case "changes_requested":
      return "changes_requested";
    case "approved":
      return "exception_approved";
    case "active":
      if (command === "grant_emergency") return "emergency_granted";
      return command === "resume" ? "exception_resumed" : "exception_active";
    case "suspended":
      return "exception_suspended";
    case "rejected":
      return "exception_rejected";
    case "revoked":
      return "exception_revoked";
    case "withdrawn":
      return command === "lapse" ? "request_lapsed" : null;
    case "draft":
    case "closed":
      return null;
    default:
      return state satisfies never;
  }
}

/** Somebody who is told, with what they are asked to decide. */
type Recipient = { user: User; asked: Record<string, string> };

async function recipientsOf(tx: Db, template: Template, change: Change): Promise<Recipient[]> {
  const { after, actorId, now } = change;
  const { workspaceId, requestorId, ownerId, beneficiaryId } = after;
  if (template === "approval_needed" || template === "extension_requested") return approversFor(tx, change);
  if (template === "exception_escalated")
    return toldOnly(await reviewersAbove(tx, after, { passedOnBy: actorId, now }));
  const ids = [requestorId, ownerId, beneficiaryId].filter((id) => id !== null);
  const people = toldOnly([...(await findUsers(tx, workspaceId, ids)).values()]);
  if (template === "emergency_granted") return [...people, ...(await approversFor(tx, change))];
  if (template !== "exception_approved") return people;
  const implementers = await implementersFor(tx, after, now);
  return [...people, ...implementers.map((user) => ({ user, asked: { isYours: "yes" } }))];
}

function toldOnly(users: readonly User[]): Recipient[] {
  return users.map((user) => ({ user, asked: {} }));
}

/** Those who can decide: telling somebody of a request that they cannot decide is noise. */
async function approversFor(tx: Db, { after: record, now }: Change): Promise<Recipient[]> {
  const deciders = await decidersOf(tx, record.workspaceId, [record], now);
  const { all, forDecider } = await askedDecision(tx, record);
  return (deciders.get(record.id) ?? []).map((decider) => ({
    user: decider.user,
    asked: { ...all, ...forDecider(decider) },
  }));
}
