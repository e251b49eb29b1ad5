import type { Exception } from "#app/register/exception.ts";
import type { Risk } from "#app/register/risk.ts";
import { line, ns, type PoamEvent, type PoamRecord, personUuid, prop, toolUuid } from "./poam-parts.ts";
import { stableUuid } from "./stable-uuid.ts";

type Json = Record<string, unknown>;

const privateReason = "Why it is needed is for approvers only.";

/** Writes a record as a risk. */
export function riskOf(workspaceId: string, known: PoamRecord): Json {
  const { record, status, isPrivate, events } = known;
  const uuid = uuidsOf(workspaceId, record.id);
  return {
    uuid: uuid("risk"),
    title: titleOf(record),
    description: `${known.effect}\n\n${known.scope}`,
    statement: isPrivate ? privateReason : record.justification.trim() || "The record does not say why it is needed.",
    props: propsOf(known),
    status,
    ...(record.requestorId === null ? {} : { origins: [originOf(workspaceId, record.requestorId, "requestor")] }),
    ...withList("characterizations", characterizationsOf(workspaceId, record)),
    ...withList(
      "mitigating-factors",
      record.compensatingControls.map(({ name, howChecked }, index) => ({
        uuid: uuid("control", String(index), name),
        description: howChecked.trim() === "" ? name : `${name}\n\nChecked: ${howChecked}`,
      })),
    ),
    deadline: record.endsAt,
    ...withList("remediations", remediationsOf(known, uuid)),
    ...withLog(workspaceId, events, uuid),
    ...withList(
      "related-observations",
      observationsOf(workspaceId, known).map((observation) => ({ "observation-uuid": observation.uuid })),
    ),
  };
}

/** Writes what was seen of a record: its last test, and what shows that it has ended. */
export function observationsOf(workspaceId: string, { record, isPrivate }: PoamRecord): Json[] {
  const { lastValidation, closure } = record;
  const uuid = uuidsOf(workspaceId, record.id);
  const test = lastValidation && {
    uuid: uuid("validation", lastValidation.at),
    title: `Test of ${record.id}`,
    description: isPrivate ? "What was tested is for approvers only." : lastValidation.note.trim() || "It was tested.",
    props: prop("result", lastValidation.result),
    methods: ["TEST"],
    types: ["mitigation"],
    origins: [originOf(workspaceId, lastValidation.by)],
    collected: lastValidation.at,
  };
  const end = closure && {
    uuid: uuid("closure"),
    title: `Closure of ${record.id}`,
    description: isPrivate ? "What shows it is for approvers only." : closure.evidence.trim() || "It was closed.",
    props: [...prop("ended-by", closure.endedBy), ...prop("cause", closure.cause)],
    methods: ["EXAMINE"],
    types: ["historic"],
    collected: record.updatedAt,
  };
  return [test, end].filter((observation) => observation !== null);
}

/** Writes what a risk is worked off by. */
export function poamItemOf(workspaceId: string, known: PoamRecord): Json {
  const { record } = known;
  const uuid = uuidsOf(workspaceId, record.id);
  return {
    uuid: uuid("item"),
    title: titleOf(record),
    description: `${known.category}. ${known.effect}`,
    props: prop("exception-id", record.id),
    ...(record.ownerId === null ? {} : { origins: [{ actors: actorsOf(workspaceId, record.ownerId, "owner") }] }),
    ...withList(
      "related-observations",
      observationsOf(workspaceId, known).map((observation) => ({ "observation-uuid": observation.uuid })),
    ),
    "related-risks": [{ "risk-uuid": uuid("risk") }],
  };
}

function uuidsOf(workspaceId: string, exceptionId: string) {
  return (...names: string[]) => stableUuid(workspaceId, "exception", exceptionId, ...names);
}

function titleOf({ id, title }: Exception): string {
  return line(`${id} ${title}`);
}

/** OSCAL has no empty lists: one without entries is left out. */
function withList(name: string, entries: readonly Json[]): Json {
  return entries.length > 0 ? { [name]: entries } : {};
}

function propsOf({ record, category }: PoamRecord): Json[] {
  return [
    ...prop("exception-id", record.id),
    ...prop("category", category),
    ...prop("state", record.state),
    ...prop("effect", record.effect),
    ...prop("rating", record.rating),
    ...prop("valid-from", record.startsAt),
    ...prop("approved-at", record.approvedAt),
    ...prop("activated-at", record.activatedAt),
    ...prop("next-review-at", record.nextReviewAt),
    ...prop("extensions", String(record.extensionCount)),
    ...prop("content-sha256", record.contentHash),
  ];
}

function actorsOf(workspaceId: string, userId: string | null, role?: string): Json[] {
  if (userId === null) return [{ type: "tool", "actor-uuid": toolUuid(workspaceId) }];
  return [{ type: "party", "actor-uuid": personUuid(workspaceId, userId), ...(role ? { "role-id": role } : {}) }];
}

function originOf(workspaceId: string, userId: string | null, role?: string): Json {
  return { actors: actorsOf(workspaceId, userId, role) };
}

/** Initial and adjusted are OSCAL's own words for a risk without and with what lowers it. */
function characterizationsOf(workspaceId: string, { inherentRisk, residualRisk }: Exception): Json[] {
  const origin = originOf(workspaceId, null);
  const both = [
    { state: "initial", risk: inherentRisk },
    { state: "adjusted", risk: residualRisk },
  ];
  return both.flatMap(({ state, risk }) => (risk === null ? [] : [{ origin, facets: facetsOf(risk, state) }]));
}

function facetsOf({ likelihood, impact }: Risk, state: string): Json[] {
  const props = [{ name: "state", value: state }];
  return [
    { name: "likelihood", system: ns, value: String(likelihood), props },
    { name: "impact", system: ns, value: String(impact), props },
  ];
}

function remediationsOf({ record, status, isPrivate }: PoamRecord, uuid: (...names: string[]) => string): Json[] {
  const { milestones, plannedRetirementAt, details } = record;
  const plan = isPrivate ? "" : (details.exit_plan ?? "");
  if (milestones.length === 0 && plannedRetirementAt === null && plan.trim() === "") return [];
  const tasks = milestones.map(({ title, dueAt, doneAt }, index) => ({
    uuid: uuid("milestone", String(index), title),
    type: "milestone",
    title: line(title),
    ...(doneAt === null ? {} : { props: prop("reached-at", doneAt) }),
    timing: { "on-date": { date: dueAt } },
  }));
  return [
    {
      uuid: uuid("remediation"),
      lifecycle: status === "closed" ? "completed" : "planned",
      title: "Exit plan",
      description: [plan.trim(), plannedRetirementAt ? `To be retired by ${plannedRetirementAt}.` : ""]
        .filter(Boolean)
        .join("\n\n"),
      ...withList("tasks", tasks),
    },
  ];
}

function withLog(workspaceId: string, events: readonly PoamEvent[], uuid: (...names: string[]) => string): Json {
  if (events.length === 0) return {};
  const entries = events.map(({ seq, at, hash, type, title, actorId, status }) => ({
    uuid: uuid("event", String(seq)),
    title: line(title),
    start: at,
    end: at,
    props: [...prop("event", type), ...prop("log-position", String(seq)), ...prop("log-sha256", hash)],
    ...(actorId === null ? {} : { "logged-by": [{ "party-uuid": personUuid(workspaceId, actorId) }] }),
    ...(status === null ? {} : { "status-change": status }),
  }));
  return { "risk-log": { entries } };
}
