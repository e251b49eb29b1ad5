import { z } from "zod";
import { type Drill, drillResults, drillSteps, stepResults } from "./drill.ts";
import { type Incident, reportParts, stateOfIncident } from "./incident.ts";
import { type BreakGlassUse, classifyBy, standingOfUse, useClasses } from "./use.ts";

const instant = z.iso.datetime();
const text = z.string();

/** What the API answers for one use of an emergency account. */
export const UseWire = z.object({
  id: text.describe("The id of the decision that let the account in."),
  account_id: text,
  at: instant,
  application_id: text,
  ip: text.nullable(),
  methods: z.array(text),
  reason: text,
  exception_id: text.nullable(),
  noted_at: instant.nullable().describe("When people were told; null until the register has taken note."),
  part_of: text.nullable().describe("The use that this sign-in belongs to, which is accounted for in its place."),
  standing: z.enum(["closed", "unclassified", "overdue", "open"]),
  classification: z.enum(useClasses).nullable(),
  classify_by: instant,
  explanation: text.nullable(),
  signed_in_by: text.nullable(),
  classified_by: text.nullable().describe("Null where it was the register, from what was planned or declared."),
  classified_at: instant.nullable(),
  drill_id: text.nullable(),
  incident_id: text.nullable(),
  post_mortem: z
    .object({ what_happened: text, why_needed: text, what_was_done: text, what_would_avoid: text })
    .nullable(),
  closed_by: text.nullable(),
  closed_at: instant.nullable(),
});
export type UseWire = z.output<typeof UseWire>;

export function wireOfUse(use: BreakGlassUse, now: string): UseWire {
  const { postMortem } = use;
  return {
    id: use.id,
    account_id: use.userId,
    at: use.at,
    application_id: use.applicationId,
    ip: use.ip,
    methods: use.methods === "" ? [] : use.methods.split(","),
    reason: use.reason,
    exception_id: use.exceptionId,
    noted_at: use.notedAt,
    part_of: use.partOf,
    standing: standingOfUse(use, now),
    classification: use.classification,
    classify_by: classifyBy(use.at),
    explanation: use.explanation,
    signed_in_by: use.signedInBy,
    classified_by: use.classifiedBy,
    classified_at: use.classifiedAt,
    drill_id: use.drillId,
    incident_id: use.incidentId,
    post_mortem: postMortem && {
      what_happened: postMortem.whatHappened,
      why_needed: postMortem.whyNeeded,
      what_was_done: postMortem.whatWasDone,
      what_would_avoid: postMortem.whatWouldAvoid,
    },
    closed_by: use.closedBy,
    closed_at: use.closedAt,
  };
}

/** What the API answers for one drill. */
export const DrillWire = z.object({
  id: text,
  account_id: text,
  quarter: text.describe("As 2026-Q4, of the workspace's calendar."),
  starts_at: instant,
  ends_at: instant.describe("A use from this instant on is no part of it."),
  signs_in: text,
  planned_by: text,
  planned_at: instant,
  steps: z.array(
    z.object({ step: z.enum(drillSteps), result: z.enum(stepResults), note: text, by: text, at: instant }),
  ),
  result: z.enum(drillResults).nullable(),
  evidence: text.nullable(),
  finished_by: text.nullable(),
  finished_at: instant.nullable(),
});
export type DrillWire = z.output<typeof DrillWire>;

export function wireOfDrill(drill: Drill): DrillWire {
  return {
    id: drill.id,
    account_id: drill.userId,
    quarter: drill.quarter,
    starts_at: drill.startsAt,
    ends_at: drill.endsAt,
    signs_in: drill.signsIn,
    planned_by: drill.plannedBy,
    planned_at: drill.plannedAt,
    steps: drillSteps.flatMap((step) => drill.answers.filter((answer) => answer.step === step)),
    result: drill.result,
    evidence: drill.evidence,
    finished_by: drill.finishedBy,
    finished_at: drill.finishedAt,
  };
}

/** What the API answers for one incident. */
export const IncidentWire = z.object({
  id: text,
  state: z.enum(["draft", "under_way", "ended", "closed"]),
  account_id: text.nullable().describe("The account whose unplanned use opened it."),
  title: text,
  reference: text.nullable(),
  reason: text.nullable(),
  opened_at: instant,
  begins_at: instant,
  ends_at: instant.nullable(),
  declared_by: text.nullable(),
  declared_at: instant.nullable(),
  report: z.object(
    Object.fromEntries(reportParts.map((part) => [part, text])) as Record<(typeof reportParts)[number], typeof text>,
  ), // cast: one for each part
  policy_versions: z.array(z.number().int()).describe("Versions of the policy put in force in the seven days before."),
  closed_by: text.nullable(),
  closed_at: instant.nullable(),
});
export type IncidentWire = z.output<typeof IncidentWire>;

export function wireOfIncident(incident: Incident, now: string): IncidentWire {
  const { policyVersions, ...report } = incident.report;
  return {
    id: incident.id,
    state: stateOfIncident(incident, now),
    account_id: incident.userId,
    title: incident.title,
    reference: incident.reference,
    reason: incident.reason,
    opened_at: incident.openedAt,
    begins_at: incident.beginsAt,
    ends_at: incident.endsAt,
    declared_by: incident.declaredBy,
    declared_at: incident.declaredAt,
    report,
    policy_versions: [...policyVersions],
    closed_by: incident.closedBy,
    closed_at: incident.closedAt,
  };
}
