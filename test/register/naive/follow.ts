import type { CommandInput } from "#app/register/command-schemas.ts";
import type { ApproverGroup, RegisterRole } from "#app/register/roles.ts";
import type { Given, Someone } from "./may.ts";
import { type Asked, begin, hour, inQuestion, type NaiveRecord, needsOf, type Rating, situationOf } from "./record.ts";

// What a command that goes through makes of a naive record.

type Act = { input: CommandInput; someone: Someone; now: number };
type Change = Partial<NaiveRecord>;

/** Returns the record after a command that goes through. */
export function follow(record: NaiveRecord, act: Act): NaiveRecord {
  return { ...record, ...changeBy(record, act), version: record.version + 1 };
}

/**
 * Returns the record after its requestor has rewritten it: nothing that was rated holds any more. What was handed in and
 * would be over already has to be handed in again.
 */
export function rewrite(record: NaiveRecord, asked: Asked, now: number): NaiveRecord {
  const { requestor, approvals, duties, version, state } = record;
  const isHandedIn = state === "submitted" || state === "assessed";
  const handedIn = asked.endsAt <= now ? ("changes_requested" as const) : ("submitted" as const);
  const kept = {
    approvals,
    duties,
    version: version + 1,
    state: isHandedIn ? handedIn : state,
  };
  return { ...begin(asked, requestor), ...kept };
}

function changeBy(record: NaiveRecord, act: Act): Change {
  const { input, someone, now } = act;
  const isInForce = record.state === "active" || record.state === "suspended";
  switch (input.command) {
    case "submit":
    case "resubmit":
      return { state: "submitted" };
    case "request_changes":
      return { state: "changes_requested" };
    case "assess":
      return { ...rated(input), state: isInForce ? record.state : "assessed" };
    case "approve":
    case "ratify":
      return approved(record, act);
    case "reject":
      return isInForce ? { extension: null } : { state: "rejected" };
    case "withdraw":
      return isInForce ? { extension: null } : { state: "withdrawn" };
    case "grant_emergency":
      return {
        state: "active",
        activatedAt: now,
        endsAt: Math.min(record.endsAt, now + 24 * hour),
        emergency: { by: someone.id, at: now, endsAt: record.endsAt, isRatified: false },
        duties: withHat(record, someone.id, "approver"),
      };
    case "implement":
      return {
        state: "active",
        activatedAt: now,
        implementer: someone.id,
        duties: withHat(record, someone.id, "implementer"),
      };
    case "validate":
      return input.result === "passed" ? { isBroken: false } : { isBroken: true, state: "suspended" };
    case "review":
      return reviewed(record, input);
    case "report_progress":
      return {};
    case "request_extension": {
      const end = Date.parse(input.ends_at);
      return {
        extension: { by: someone.id, asked: end, endsAt: end },
        duties: withHat(record, someone.id, "requestor"),
      };
    }
    case "suspend":
      return { state: "suspended" };
    case "resume":
      return { state: "active" };
    case "revoke":
      return { state: "revoked", extension: null };
    case "lapse":
      return isInForce ? { extension: null } : { state: "withdrawn" };
    case "close":
      return { state: "closed", extension: null };
    default:
      return input satisfies never;
  }
}

function ratingOf(score: number): Rating {
  if (score <= 4) return "low";
  if (score <= 9) return "moderate";
  return score <= 16 ? "high" : "critical";
}

function withHat({ duties }: NaiveRecord, id: string, hat: "requestor" | "approver" | "implementer") {
  return new Map(duties).set(id, hat);
}

function rated({ inherent, residual }: Extract<CommandInput, { command: "assess" }>): Change {
  const score = residual.likelihood * residual.impact;
  return { risk: JSON.stringify([inherent, residual]), rating: ratingOf(score) };
}

const roleOf = {
  identity: "approver_identity",
  risk: "approver_risk",
  security_leadership: "approver_security_leadership",
};
const groups: readonly ApproverGroup[] = ["identity", "risk", "security_leadership"];

/** The first place in the order of the groups; one's own comes before that of somebody absent. */
function placeOf(record: NaiveRecord, someone: Someone, now: number): Given {
  const { given, needs, requestor, extensionBy, about, implementer, grantor } = situationOf(record, now);
  const open = groups.filter((group) => needs[group] > given.filter((each) => each.group === group).length);
  const own = open.find((group) => someone.roles.includes(roleOf[group] as RegisterRole)); // the names above are roles
  if (own) return { by: someone.id, insteadOf: null, group: own };
  const partial = [requestor, extensionBy, implementer, grantor, ...about];
  for (const absent of someone.standsInFor) {
    if (partial.includes(absent.id) || given.some(({ by, insteadOf }) => by === absent.id || insteadOf === absent.id))
      continue;
    const group = open.find((each) => absent.groups.includes(each));
    if (group) return { by: someone.id, insteadOf: absent.id, group };
  }
  throw new Error(`${someone.id} has no place to take`);
}

function approved(record: NaiveRecord, { input, someone, now }: Act): Change {
  const of = inQuestion(record);
  const approvals = [...record.approvals, { ...placeOf(record, someone, now), of }];
  const duties = withHat(record, someone.id, "approver");
  const shorter = input.command === "approve" && input.ends_at ? Date.parse(input.ends_at) : null;
  const needs = needsOf(record);
  const isLast = groups.every(
    (group) => approvals.filter((each) => each.of === of && each.group === group).length >= needs[group],
  );
  const { extension, emergency } = record;
  if (input.command === "ratify" && emergency)
    return {
      approvals,
      duties,
      ...(isLast && { endsAt: emergency.endsAt, emergency: { ...emergency, isRatified: true } }),
    };
  if (extension) {
    const end = shorter ?? extension.endsAt;
    if (!isLast) return { approvals, duties, extension: { ...extension, endsAt: end } };
    const extended = { endsAt: end, agreedEnd: extension.asked, extensions: record.extensions + 1, extension: null };
    return { approvals, duties, ...extended };
  }
  return { approvals, duties, endsAt: shorter ?? record.endsAt, state: isLast ? "approved" : record.state };
}

function reviewed(record: NaiveRecord, input: Extract<CommandInput, { command: "review" }>): Change {
  if (input.outcome === "revoke") return { state: "revoked", extension: null };
  if (input.outcome === "let_expire") return { extension: null };
  if (input.outcome !== "shorten") return {};
  const endsAt = Date.parse(input.ends_at ?? "");
  const { emergency } = record;
  return {
    endsAt,
    extension: null,
    emergency: emergency && !emergency.isRatified ? { ...emergency, endsAt } : emergency,
  };
}
