import type { ExceptionState } from "#app/engine/types.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import type { ApproverGroup } from "#app/register/roles.ts";
import { type Given, may, type Situation, type Someone } from "./may.ts";

// A record as somebody would keep it on paper: it knows nothing of hashes, rows or versions of categories. What was
// approved is told apart by a text that says it in full.

export const hour = 3_600_000;
export const day = 24 * hour;

/** What the requestor wrote, as far as the rules look at it; times are milliseconds. */
export type Asked = {
  category: "legacy_or_service_account" | "enrollment_constraint" | "incident_or_test";
  users: readonly string[];
  hasGroup: boolean;
  beneficiary: string | null;
  owner: string;
  startsAt: number;
  endsAt: number;
  reason: string;
};

export type NaiveRecord = {
  state: ExceptionState;
  version: number;
  asked: Asked;
  requestor: string;
  implementer: string | null;
  /** As rated, or null. */
  risk: string | null;
  rating: Rating | null;
  endsAt: number;
  /** The end that approvals are of. */
  agreedEnd: number;
  approvals: (Given & { of: string })[];
  extension: { by: string; asked: number; endsAt: number } | null;
  extensions: number;
  activatedAt: number | null;
  emergency: { by: string; at: number; endsAt: number; isRatified: boolean } | null;
  isBroken: boolean;
  duties: Map<string, "requestor" | "approver" | "implementer">;
};

export type Rating = "low" | "moderate" | "high" | "critical";

const needs: Record<Rating, Record<ApproverGroup, number>> = {
  low: { identity: 1, risk: 0, security_leadership: 0 },
  moderate: { identity: 1, risk: 0, security_leadership: 0 },
  high: { identity: 1, risk: 1, security_leadership: 0 },
  critical: { identity: 1, risk: 1, security_leadership: 1 },
};

/** Days that one extension adds at most, how many there are, and the lifetime in days. */
const extensionRules = {
  legacy_or_service_account: { each: 90, most: 6, life: 730 },
  enrollment_constraint: { each: 14, most: 2, life: 60 },
  incident_or_test: { each: 3, most: 3, life: 14 },
} as const;

export const groupMembers: readonly string[] = ["anna", "max", "ines"];

export function begin(asked: Asked, requestor: string): NaiveRecord {
  return {
    state: "draft",
    version: 1,
    asked,
    requestor,
    implementer: null,
    risk: null,
    rating: null,
    endsAt: asked.endsAt,
    agreedEnd: asked.endsAt,
    approvals: [],
    extension: null,
    extensions: 0,
    activatedAt: null,
    emergency: null,
    isBroken: false,
    duties: new Map([[requestor, "requestor"]]),
  };
}

/** What an approval given now would be of. */
export function inQuestion({ asked, risk, rating, agreedEnd, extension }: NaiveRecord): string {
  return JSON.stringify([{ ...asked, endsAt: null }, risk, rating, extension ? extension.asked : agreedEnd]);
}

/** How many of each group have to agree, and to how many others it falls short. */
export function needsOf({ rating, emergency }: NaiveRecord): Record<ApproverGroup, number> {
  if (rating) return needs[rating];
  return emergency ? needs.critical : { identity: 0, risk: 0, security_leadership: 0 };
}

export function situationOf(record: NaiveRecord, now: number): Situation {
  const { asked, emergency, approvals } = record;
  const of = inQuestion(record);
  return {
    state: record.state,
    hasBegun: asked.startsAt <= now,
    hasEnded: record.endsAt <= now,
    requestor: record.requestor,
    owner: asked.owner,
    implementer: record.implementer,
    about: [...asked.users, ...(asked.hasGroup ? groupMembers : []), ...(asked.beneficiary ? [asked.beneficiary] : [])],
    extensionBy: record.extension?.by ?? null,
    grantor: emergency?.by ?? null,
    isRatified: emergency?.isRatified ?? false,
    isBroken: record.isBroken,
    given: approvals.filter((each) => each.of === of),
    everApproved: approvals.map(({ by }) => by),
    needs: needsOf(record),
  };
}

/** The hat that a command puts on a head. */
const hats: Partial<Record<CommandInput["command"], "requestor" | "approver" | "implementer">> = {
  submit: "requestor",
  resubmit: "requestor",
  approve: "approver",
  ratify: "approver",
  grant_emergency: "approver",
  implement: "implementer",
  request_extension: "requestor",
};

/** Whether the command goes through, by who gives it, by the hats they wear already and by what it says. */
export function goesThrough(record: NaiveRecord, input: CommandInput, someone: Someone, now: number): boolean {
  if (input.version !== record.version) return false;
  if (!may(situationOf(record, now), input.command, someone)) return false;
  const hat = hats[input.command];
  const worn = record.duties.get(someone.id);
  return (!hat || !worn || worn === hat) && isSensible(record, input, someone, now);
}

function isSensible(record: NaiveRecord, input: CommandInput, someone: Someone, now: number): boolean {
  const { asked, extension } = record;
  if (input.command === "approve" && input.ends_at) {
    const end = Date.parse(input.ends_at);
    const [from, to] = extension ? [record.endsAt, extension.endsAt] : [asked.startsAt, record.endsAt];
    return input.comment !== "" && end > from && end < to;
  }
  if (input.command === "review") return isSensibleReview(record, input, someone, now);
  if (input.command === "request_extension") {
    const { each, most, life } = extensionRules[asked.category];
    const end = Date.parse(input.ends_at);
    const lastDay = (record.activatedAt ?? asked.startsAt) + life * day;
    return record.extensions < most && end > record.endsAt && end <= record.endsAt + each * day && end <= lastDay;
  }
  return true;
}

function isSensibleReview(
  record: NaiveRecord,
  input: Extract<CommandInput, { command: "review" }>,
  { id }: Someone,
  now: number,
): boolean {
  const { requestor, about, extensionBy } = situationOf(record, now);
  if (input.outcome === "keep" || input.outcome === "escalate")
    return requestor !== id && extensionBy !== id && !about.includes(id);
  if (input.outcome !== "shorten") return true;
  const end = input.ends_at ? Date.parse(input.ends_at) : Number.NaN;
  return end < record.endsAt && end > now && end > record.asked.startsAt;
}
