import { emptyReport } from "#app/break-glass/incident.ts";
import {
  classifyUse,
  closeUse,
  findBegun,
  findUse,
  keepPostMortem,
  listSignInsOf,
  listUnclassified,
  listUnnoted,
  listUses,
  noteUse,
} from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { answerStep, drilledWithin, findDrill, findDrillAt, finishDrill, insertDrill, listDrills } from "#db/drills.ts";
import {
  closeIncident,
  declareDraft,
  endEmergency,
  findDraftOf,
  findEmergencyAt,
  findIncident,
  insertIncident,
  keepReport,
  listIncidents,
  nextIncidentId,
} from "#db/incidents.ts";
import type { Other } from "#test/support/other-workspace.ts";

type Ask = (db: Db, workspaceId: string, other: Other) => Promise<unknown>;

const at = "2031-02-01T10:00:00.000Z";
const before = "2031-02-01T09:00:00.000Z";
const after = "2031-02-01T12:00:00.000Z";
const [unnoted, noted, draft, emergency, held, open] = [
  "of.the.other.0",
  "of.the.other.1",
  "INC-2031-8001",
  "INC-2031-8002",
  "drl_held_of_the_other",
  "drl_open_of_the_other",
];
const place = { applicationId: "vault", ip: "203.0.113.3" };

/** A use that waits and one that was noted, a draft and an emergency, a drill that is open and one that was held. */
export async function otherEmergencyUses(db: Db, workspaceId: string, userId: string): Promise<void> {
  const use = { workspaceId, userId, at, ...place, methods: "password", reason: "MFA_NOT_REQUIRED" };
  await db
    .insertInto("breakGlassUses")
    .values([
      { ...use, id: unnoted },
      { ...use, id: noted, notedAt: at },
    ])
    .execute();
  const incident = { title: "Of the other", reference: null, reason: null, openedAt: at, report: emptyReport([]) };
  const undeclared = { endsAt: null, declaredBy: null, declaredAt: null };
  await insertIncident(db, workspaceId, { ...incident, id: draft, userId, beginsAt: at, ...undeclared });
  const declared = { endsAt: after, declaredBy: userId, declaredAt: before };
  await insertIncident(db, workspaceId, { ...incident, id: emergency, userId: null, beginsAt: before, ...declared });
  const drill = { userId, quarter: "2031-Q1", endsAt: after, signsIn: userId, plannedBy: userId, plannedAt: before };
  await insertDrill(db, workspaceId, { ...drill, id: held, startsAt: before });
  const end = { id: held, result: "passed", evidence: "x", finishedBy: userId, finishedAt: after } as const;
  await finishDrill(db, workspaceId, end);
  await insertDrill(db, workspaceId, { ...drill, id: open, startsAt: before });
}

/** What each query of emergencies answers when it is asked for what another workspace has. */
export const emergencyUseReads: Record<string, [ask: Ask, answer: unknown]> = {
  listUnnoted: [(db, id) => listUnnoted(db, id, 9), []],
  findBegun: [(db, id, { userId }) => findBegun(db, id, { userId, at, ...place }), undefined],
  findUse: [(db, id) => findUse(db, id, noted), undefined],
  listSignInsOf: [(db, id) => listSignInsOf(db, id, noted), []],
  listUses: [(db, id) => listUses(db, id, { limit: 9 }), []],
  listUnclassified: [(db, id) => listUnclassified(db, id, { before: at, limit: 9 }), []],
  findIncident: [(db, id) => findIncident(db, id, draft), undefined],
  listIncidents: [(db, id) => listIncidents(db, id, 9), []],
  findEmergencyAt: [(db, id) => findEmergencyAt(db, id, at), undefined],
  findDraftOf: [(db, id, { userId }) => findDraftOf(db, id, userId), undefined],
  findDrill: [(db, id) => findDrill(db, id, open), undefined],
  listDrills: [(db, id) => listDrills(db, id, { limit: 9 }), []],
  findDrillAt: [(db, id, { userId }) => findDrillAt(db, id, { userId, at }), undefined],
  drilledWithin: [(db, id) => drilledWithin(db, id, { from: before, to: after }), new Set()],
};

const nothing = { partOf: null, drillId: null, incidentId: null, signedInBy: null };
const said = { classification: "misuse", explanation: "Taken over", classifiedAt: at } as const;

/** Changes of emergencies that name what another workspace has. */
export const emergencyUseChanges: Record<string, (db: Db, workspaceId: string, other: Other) => Promise<unknown>> = {
  noteUse: (db, id) => noteUse(db, id, { id: unnoted, notedAt: at, ...nothing, ...said }),
  classifyUse: (db, id, { userId }) => classifyUse(db, id, { id: noted, ...nothing, ...said, classifiedBy: userId }),
  keepPostMortem: (db, id) =>
    keepPostMortem(db, id, {
      id: noted,
      postMortem: { whatHappened: "x", whyNeeded: "x", whatWasDone: "x", whatWouldAvoid: "x" },
    }),
  closeUse: (db, id, { userId }) => closeUse(db, id, { id: noted, closedBy: userId, closedAt: at }),
  nextIncidentId: (db, id) => nextIncidentId(db, id, 2026),
  declareDraft: (db, id, { userId }) =>
    declareDraft(db, id, {
      ...{ id: draft, title: "Taken over", reference: null, reason: null, endsAt: after },
      ...{ declaredBy: userId, declaredAt: at },
    }),
  endEmergency: (db, id) => endEmergency(db, id, { id: emergency, endsAt: at }),
  keepReport: (db, id) => keepReport(db, id, { id: draft, report: { ...emptyReport([]), who: "Taken over" } }),
  closeIncident: (db, id, { userId }) => closeIncident(db, id, { id: draft, closedBy: userId, closedAt: at }),
  answerStep: (db, id, { userId }) =>
    answerStep(db, id, { drillId: open, step: "resealed", result: "pass", note: "", by: userId, at }),
  finishDrill: (db, id, { userId }) =>
    finishDrill(db, id, { id: open, result: "failed", evidence: "x", finishedBy: userId, finishedAt: at }),
};
