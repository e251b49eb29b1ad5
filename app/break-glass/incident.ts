import type { Instant } from "#app/engine/types.ts";

export const reportParts = ["who", "when", "where", "how", "actions", "contain", "eradicate", "recover"] as const;
export type ReportPart = (typeof reportParts)[number];

/** What a report says, part by part; a part that nobody has written is empty. */
export type IncidentReport = Readonly<Record<ReportPart, string>> & {
  /** The versions of the policy that were put in force in the days before. */
  policyVersions: readonly number[];
};

type Wording = { title: string; hint: string };

/** What each part of a report is to say. The register writes the first four of a use that nobody expected. */
export const reportWording: Readonly<Record<ReportPart, Wording>> = {
  who: { title: "Who or what was involved", hint: "People, accounts, applications." },
  when: { title: "When", hint: "From the first sign to the last, with the zone." },
  where: { title: "From where", hint: "Addresses and places." },
  how: { title: "How", hint: "The factors, the client and the protocol." },
  actions: {
    title: "What was done with it",
    hint: "Data that was read, changes that an admin made; or that there were none.",
  },
  contain: { title: "Contain", hint: "Exclusions revoked, sessions ended, factors disabled, a step-up asked for." },
  eradicate: { title: "Eradicate", hint: "Secrets rotated, tokens issued anew, factors enrolled again." },
  recover: {
    title: "Recover and harden",
    hint: "Controls that were tightened, detections added, the register brought up to date.",
  },
};

/** An emergency that somebody declared, or a use that nobody expected, until it is told in full. */
export type Incident = {
  /** As INC-2026-0001; never given twice. */
  id: string;
  /** The account whose unplanned use opened it; null where people declared an emergency. */
  userId: string | null;
  title: string;
  /** What it is called elsewhere, such as a ticket. */
  reference: string | null;
  reason: string | null;
  openedAt: Instant;
  beginsAt: Instant;
  /** A use from this instant on is no part of it; null of a draft. */
  endsAt: Instant | null;
  declaredBy: string | null;
  declaredAt: Instant | null;
  report: IncidentReport;
  closedBy: string | null;
  closedAt: Instant | null;
};

export type IncidentState = "draft" | "under_way" | "ended" | "closed";

export const incidentStateWords: Readonly<Record<IncidentState, string>> = {
  draft: "Draft",
  under_way: "Under way",
  ended: "To be closed",
  closed: "Closed",
};

export function stateOfIncident(
  { declaredAt, endsAt, closedAt }: Pick<Incident, "declaredAt" | "endsAt" | "closedAt">,
  now: Instant,
): IncidentState {
  if (closedAt !== null) return "closed";
  if (declaredAt === null) return "draft";
  return endsAt === null || now < endsAt ? "under_way" : "ended";
}

/** Returns the parts of a report that nobody has written. */
export function emptyParts(report: IncidentReport): ReportPart[] {
  return reportParts.filter((part) => report[part].trim() === "");
}

export function emptyReport(policyVersions: readonly number[]): IncidentReport {
  return {
    who: "",
    when: "",
    where: "",
    how: "",
    actions: "",
    contain: "",
    eradicate: "",
    recover: "",
    policyVersions,
  };
}

/** How long an emergency may be declared for; one that goes on is declared anew. */
export const emergencyHours = { usual: 24, most: 72 } as const;

/** How many days of policy changes a report names. */
export const policyDays = 7;
