import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { readsPolicy } from "#app/register/roles.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { findIncident, listIncidents } from "#db/incidents.ts";
import { findUsers } from "#db/users.ts";
import { emptyParts, type Incident, reportParts, stateOfIncident } from "./incident.ts";
import { amongSeen, rowsOf } from "./use-views.server.ts";
import { declares, type Sight, sees, sightOf } from "./who-may.server.ts";

const mostIncidents = 100;

/** Returns the incidents that somebody sees. @throws Refused 403 for whoever has no role and holds no account. */
export async function incidentsView(db: Db, caller: Caller, now: Instant) {
  const workspaceId = caller.workspace.id;
  const sight = await sightOf(db, caller);
  const incidents = (await listIncidents(db, workspaceId, mostIncidents)).filter((incident) =>
    seesOne(sight, incident),
  );
  const people = await findUsers(
    db,
    workspaceId,
    incidents.flatMap(({ declaredBy }) => declaredBy ?? []),
  );
  return {
    incidents: incidents.map((incident) => {
      const { id, title, reference, beginsAt, endsAt, declaredBy, report } = incident;
      return {
        ...{ id, title, reference, beginsAt, endsAt, state: stateOfIncident(incident, now) },
        declaredBy: declaredBy && (people.get(declaredBy)?.displayName ?? ""),
        written: reportParts.length - emptyParts(report).length,
        parts: reportParts.length,
      };
    }),
    mayDeclare: await declares(db, caller),
    seesBypass: readsPolicy(caller.roles),
  };
}

/** Returns an incident with its uses. @throws Refused 403 as incidentsView, 404 no such incident. */
export async function incidentView(db: Db, caller: Caller, id: string, now: Instant) {
  const workspaceId = caller.workspace.id;
  const incident = await seenIncident(db, caller, id);
  const uses = await listUses(db, workspaceId, {
    ...{ incidentId: id, limit: 50 },
    ...amongSeen(await sightOf(db, caller)),
  });
  const ids = [incident.userId, incident.declaredBy, incident.closedBy].filter((each) => each !== null);
  const people = await findUsers(db, workspaceId, ids);
  return {
    incident,
    state: stateOfIncident(incident, now),
    names: Object.fromEntries([...people].map(([person, { displayName }]) => [person, displayName])),
    uses: await rowsOf(db, workspaceId, uses, now),
    missing: emptyParts(incident.report),
    mayWrite: incident.closedAt === null && (await declares(db, caller)),
    readsPolicy: readsPolicy(caller.roles),
  };
}

export type IncidentView = Awaited<ReturnType<typeof incidentView>>;

/** @throws Refused 403 for whoever sees none, 404 for one that is not there, or not theirs to see. */
export async function seenIncident(db: Db, caller: Caller, id: string): Promise<Incident> {
  const sight = await sightOf(db, caller);
  const incident = await findIncident(db, caller.workspace.id, id);
  if (!incident || !seesOne(sight, incident)) throw new Refused(404, "not_found", `There is no incident ${id}.`);
  return incident;
}

/** An emergency that was declared is everybody's who holds an account; a draft is about one of them. */
function seesOne(sight: Sight, { userId }: Incident): boolean {
  return userId === null || sees(sight, userId);
}
