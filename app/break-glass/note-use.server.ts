import { exact } from "#app/components/relative-time.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { findBegun, noteUse } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { findDrillAt } from "#db/drills.ts";
import { findDraftOf, findEmergencyAt, insertIncident, nextIncidentId } from "#db/incidents.ts";
import { listPolicyVersions } from "#db/policies.ts";
import { findUser, type User } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import type { Drill } from "./drill.ts";
import { emptyReport, type Incident, policyDays } from "./incident.ts";
import { keepersAndWatchers } from "./tell-keepers.server.ts";
import { type BreakGlassUse, belongsTo } from "./use.ts";

type Inside = { tx: Db; journal: Journal; workspaceId: string; now: Instant };

/** What was planned or declared when an account signed in. */
type Planned = { drill: Drill | undefined; emergency: Incident | undefined };

/**
 * Takes note of a sign-in of an account for emergencies: puts it to what was planned or declared, opens an incident where
 * nothing was, and tells whoever holds the account and whoever watches. False when another node has.
 */
export async function takeNote(inside: Inside, use: BreakGlassUse): Promise<boolean> {
  const { tx, journal, workspaceId, now } = inside;
  const planned = await plannedAt(inside, use);
  const begun = await begunBy(inside, use, planned);
  const user = await findUser(tx, workspaceId, use.userId);
  if (!user) throw new Error(`${use.userId} was used and is nobody, expected an account`);
  const isExpected = planned.drill !== undefined || planned.emergency !== undefined;
  const incident = begun || isExpected ? planned.emergency : await draftFor(inside, use, user);
  const noted = { ...placeOf(planned, incident, now), id: use.id, notedAt: now };
  if (!(await noteUse(tx, workspaceId, begun ? { ...noted, ...nothing, partOf: begun.id } : noted))) return false;
  const { id, at, applicationId, ip, methods, reason, exceptionId } = use;
  const { drillId, incidentId } = begun ?? noted;
  journal.audit(
    "break_glass.used",
    { kind: "user", id: use.userId },
    {
      decisionId: id,
      at,
      applicationId,
      ip,
      methods,
      reason,
      exceptionId,
      partOf: begun?.id ?? null,
      drillId,
      incidentId,
    },
  );
  // One alarm for what one person does at one place; the sign-ins that follow stand in the log of the use.
  if (!begun) await raiseAlarm(inside, { use, user, planned, incidentId });
  return true;
}

const nothing = {
  drillId: null,
  incidentId: null,
  signedInBy: null,
  classification: null,
  explanation: null,
  classifiedAt: null,
};

async function plannedAt({ tx, workspaceId }: Inside, { userId, at }: BreakGlassUse): Promise<Planned> {
  const drill = await findDrillAt(tx, workspaceId, { userId, at });
  return { drill, emergency: drill ? undefined : await findEmergencyAt(tx, workspaceId, at) };
}

/** Returns the use that a sign-in goes on with: at the same place, a few minutes before, under the same plan or none. */
async function begunBy(inside: Inside, use: BreakGlassUse, planned: Planned): Promise<BreakGlassUse | undefined> {
  const begun = await findBegun(inside.tx, inside.workspaceId, use);
  if (!begun || begun.id === use.id || begun.closedAt !== null || !belongsTo(begun, use)) return undefined;
  const before = await plannedAt(inside, begun);
  const isSame = before.drill?.id === planned.drill?.id && before.emergency?.id === planned.emergency?.id;
  return isSame ? begun : undefined;
}

/** What is known of a use from the beginning; people may say otherwise. */
function placeOf({ drill, emergency }: Planned, incident: Incident | undefined, now: Instant) {
  if (drill)
    return {
      ...nothing,
      ...{ partOf: null, drillId: drill.id, signedInBy: drill.signsIn, classification: "drill" as const },
      ...{ explanation: `Within the drill of ${drill.quarter}.`, classifiedAt: now },
    };
  if (emergency)
    return {
      ...nothing,
      ...{ partOf: null, incidentId: emergency.id, classification: "declared_emergency" as const },
      ...{ explanation: `Within ${emergency.id}, ${emergency.title}.`, classifiedAt: now },
    };
  return { ...nothing, partOf: null, incidentId: incident?.id ?? null };
}

/** Returns the draft of what happened: that of the account which nobody has taken on yet, or a new one. */
async function draftFor({ tx, journal, workspaceId, now }: Inside, use: BreakGlassUse, user: User): Promise<Incident> {
  const open = await findDraftOf(tx, workspaceId, user.id);
  if (open) return open;
  const id = await nextIncidentId(tx, workspaceId, new Date(now).getUTCFullYear());
  const { versions } = await listPolicyVersions(tx, workspaceId, { before: null, limit: 20 });
  const since = addDays(use.at, -policyDays);
  const recent = versions.filter(({ createdAt }) => createdAt >= since).map(({ policy }) => policy.version);
  const draft = {
    ...{ id, userId: user.id, title: `Unplanned use of ${user.displayName}`, reference: null, reason: null },
    ...{ openedAt: now, beginsAt: use.at, endsAt: null, declaredBy: null, declaredAt: null },
    report: {
      ...emptyReport(recent),
      who: `${user.displayName} (${user.userName}) signed in to ${use.applicationId}.`,
      when: `${exact(use.at)}, noticed at ${exact(now)}.`,
      where: use.ip === null ? "The address is not known." : `From ${use.ip}.`,
      how: `With ${methodWords(use)}; let in by ${use.exceptionId ?? use.reason}.`,
    },
  };
  await insertIncident(tx, workspaceId, draft);
  journal.audit("incident.drafted", { kind: "incident", id }, { userId: user.id, useId: use.id });
  return { ...draft, closedBy: null, closedAt: null };
}

type Alarm = { use: BreakGlassUse; user: User; planned: Planned; incidentId: string | null };

async function raiseAlarm(
  { tx, journal, workspaceId }: Inside,
  { use, user, planned, incidentId }: Alarm,
): Promise<void> {
  const data = {
    id: use.id,
    account: user.displayName,
    at: use.at,
    ip: use.ip ?? "unknown",
    application: use.applicationId,
    methods: methodWords(use),
    reason: use.reason,
    exceptionId: use.exceptionId ?? "",
    incidentId: incidentId ?? "",
    planned: wordsOf(planned),
  };
  for (const addressee of await keepersAndWatchers(tx, workspaceId, user.id))
    journal.notify({ template: "break_glass_used", ...addressee, data });
}

function wordsOf({ drill, emergency }: Planned): string {
  if (drill) return `It is within the drill that was planned for ${drill.quarter}.`;
  return emergency ? `It is within ${emergency.id}, which was declared.` : "";
}

function methodWords({ methods }: BreakGlassUse): string {
  return methods.replaceAll("_", " ").replaceAll(",", ", ") || "nothing that was named";
}
