import type { z } from "zod";
import { watchersOf } from "#app/auth/sso-rule.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays, addHours } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import {
  closeIncident as closeRow,
  declareDraft,
  endEmergency as endRow,
  findIncident,
  insertIncident,
  keepReport,
  nextIncidentId,
} from "#db/incidents.ts";
import { listPolicyVersions } from "#db/policies.ts";
import { type Journal, write } from "#db/write.ts";
import { emptyParts, emptyReport, type Incident, policyDays, reportParts, reportWording } from "./incident.ts";
import type { EmergencyForm, ReportForm } from "./use-schemas.ts";
import { type ByCaller, refuseUndeclared } from "./who-may.server.ts";

type Act = { caller: ByCaller; now: Instant };
type OneIncident = Act & { id: string };
type Said = z.output<typeof EmergencyForm>;

/**
 * Declares an emergency from now on, and returns its id: sign-ins of emergency accounts belong to it until it ends.
 * @throws Refused 403 for whoever may not.
 */
export async function declareEmergency(db: Db, { said, ...act }: Act & { said: Said }): Promise<string> {
  const { caller, now } = act;
  const workspaceId = caller.workspace.id;
  return write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    await refuseUndeclared(tx, caller);
    const id = await nextIncidentId(tx, workspaceId, new Date(now).getUTCFullYear());
    const { versions } = await listPolicyVersions(tx, workspaceId, { before: null, limit: 20 });
    const since = addDays(now, -policyDays);
    const recent = versions.filter(({ createdAt }) => createdAt >= since).map(({ policy }) => policy.version);
    const declared = declaration(said, act);
    await insertIncident(tx, workspaceId, {
      ...{ id, userId: null, openedAt: now, beginsAt: now, report: emptyReport(recent), ...declared },
    });
    await tell(tx, journal, { ...act, id, beginsAt: now, declared });
    return id;
  });
}

/**
 * Declares that the draft of an unplanned use is an emergency: what comes until its end belongs to it, too.
 * @throws Refused 403 for whoever may not, 404 no such incident, 409 it is no draft any more.
 */
export async function declareIncident(db: Db, { said, ...one }: OneIncident & { said: Said }): Promise<void> {
  await change(db, one, async (tx, journal, incident) => {
    const declared = declaration(said, one);
    const { id, beginsAt } = incident;
    if (!(await declareDraft(tx, one.caller.workspace.id, { id, ...declared })))
      throw new Refused(409, "declared_already", "This was declared an emergency already.");
    await tell(tx, journal, { ...one, beginsAt, declared });
  });
}

/** Ends an emergency before its time. @throws Refused 403, 404, 409 it is not under way. */
export async function endEmergency(db: Db, one: OneIncident): Promise<void> {
  await change(db, one, async (tx, { audit }, { id }) => {
    if (!(await endRow(tx, one.caller.workspace.id, { id, endsAt: one.now })))
      throw new Refused(409, "not_under_way", "No emergency is under way here.");
    audit("incident.ended", { kind: "incident", id }, { endsAt: one.now });
  });
}

/** Keeps the report of an incident in the place of the one before. @throws Refused 403, 404, 409 closed or unchanged. */
export async function writeReport(
  db: Db,
  { said, ...one }: OneIncident & { said: z.output<typeof ReportForm> },
): Promise<void> {
  await change(db, one, async (tx, { audit }, { id, report }) => {
    const parts = reportParts.filter((part) => said[part] !== report[part]);
    if (parts.length === 0) throw new Refused(400, "unchanged", "That is what the report says already.");
    const { policyVersions } = report;
    if (!(await keepReport(tx, one.caller.workspace.id, { id, report: { ...said, policyVersions } }))) throw closed();
    audit("incident.reported", { kind: "incident", id }, { parts });
  });
}

/**
 * Closes an incident for good, once its report is whole and its uses are classified.
 * @throws Refused 403 for whoever may not, or signed in; 404 no such incident; 409 closed, under way or incomplete.
 */
export async function closeIncident(db: Db, one: OneIncident): Promise<void> {
  await change(db, one, async (tx, { audit }, incident) => {
    const { caller, now } = one;
    const { id, report, endsAt } = incident;
    const workspaceId = caller.workspace.id;
    if (endsAt !== null && now < endsAt)
      throw new Refused(409, "under_way", "The emergency is under way. End it first.");
    const missing = emptyParts(report);
    if (missing.length > 0)
      throw new Refused(
        409,
        "report_incomplete",
        `The report lacks: ${missing.map((part) => reportWording[part].title).join(", ")}.`,
        { missing },
      );
    const uses = await listUses(tx, workspaceId, { incidentId: id, limit: 500 });
    if (uses.some(({ classification }) => classification === null))
      throw new Refused(409, "uses_open", "Classify its uses first.");
    if (uses.some(({ signedInBy }) => signedInBy === caller.user.id))
      throw new Refused(403, "same_person", "Whoever signed in cannot be the one who closes the incident.");
    if (!(await closeRow(tx, workspaceId, { id, closedBy: caller.user.id, closedAt: now }))) throw closed();
    audit("incident.closed", { kind: "incident", id }, {});
  });
}

function declaration({ title, reference, reason, hours }: Said, { caller, now }: Act) {
  return { title, reference, reason, endsAt: addHours(now, hours), declaredBy: caller.user.id, declaredAt: now };
}

type Declared = Act & { id: string; beginsAt: Instant; declared: ReturnType<typeof declaration> };

/** A declaration lets uses pass as expected, so whoever watches hears of it at once. */
async function tell(tx: Db, { audit, notify }: Journal, { caller, id, beginsAt, declared }: Declared): Promise<void> {
  const { title, reference, reason, endsAt } = declared;
  audit("incident.declared", { kind: "incident", id }, { title, reference, reason, beginsAt, endsAt });
  const data = { id, by: caller.user.displayName, title, reference: reference ?? "", reason, endsAt };
  for (const watcher of await watchersOf(tx, caller.workspace.id))
    notify({ template: "emergency_declared", ...watcher, data });
}

type Change = (tx: Db, journal: Journal, incident: Incident) => Promise<void>;

async function change(db: Db, { caller, id, now }: OneIncident, carryOut: Change): Promise<void> {
  const workspaceId = caller.workspace.id;
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (tx, journal) => {
    await refuseUndeclared(tx, caller);
    const incident = await findIncident(tx, workspaceId, id);
    if (!incident) throw new Refused(404, "not_found", `There is no incident ${id}.`);
    if (incident.closedAt !== null) throw closed();
    await carryOut(tx, journal, incident);
  });
}

function closed(): Refused {
  return new Refused(409, "incident_closed", "The incident has been closed; nothing in it changes any more.");
}
