import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { listUses } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { listDrills } from "#db/drills.ts";
import { listIncidents } from "#db/incidents.ts";
import { seenDrill } from "./drill-views.server.ts";
import { seenIncident } from "./incident-views.server.ts";
import type { UseFilter } from "./use.ts";
import { amongSeen, seenUse } from "./use-views.server.ts";
import { type DrillWire, type IncidentWire, type UseWire, wireOfDrill, wireOfIncident, wireOfUse } from "./use-wire.ts";
import { sees, sightOf } from "./who-may.server.ts";

const most = 100;

type Asked = { account?: string | undefined; show?: UseFilter | undefined; before?: string | undefined; limit: number };

/** Returns a page of uses and where the next one begins. @throws Refused 403 for whoever sees none. */
export async function usesOnWire(
  db: Db,
  caller: Caller,
  { account, show, before, limit }: Asked,
  now: Instant,
): Promise<{ data: UseWire[]; next: string | null }> {
  const sight = await sightOf(db, caller);
  const query = { userId: account, show, before, limit: limit + 1, ...amongSeen(sight) };
  const uses = await listUses(db, caller.workspace.id, query);
  const page = uses.slice(0, limit);
  return {
    data: page.map((use) => wireOfUse(use, now)),
    next: uses.length > limit ? (page.at(-1)?.id ?? null) : null,
  };
}

export async function useOnWire(db: Db, caller: Caller, id: string, now: Instant): Promise<UseWire> {
  return wireOfUse(await seenUse(db, caller, id), now);
}

/** Returns the latest drills. @throws Refused 403 for whoever sees none. */
export async function drillsOnWire(db: Db, caller: Caller): Promise<DrillWire[]> {
  const sight = await sightOf(db, caller);
  const drills = await listDrills(db, caller.workspace.id, { limit: most });
  return drills.filter(({ userId }) => sees(sight, userId)).map(wireOfDrill);
}

export async function drillOnWire(db: Db, caller: Caller, id: string): Promise<DrillWire> {
  return wireOfDrill(await seenDrill(db, caller, id));
}

/** Returns the latest incidents. @throws Refused 403 for whoever sees none. */
export async function incidentsOnWire(db: Db, caller: Caller, now: Instant): Promise<IncidentWire[]> {
  const sight = await sightOf(db, caller);
  const incidents = await listIncidents(db, caller.workspace.id, most);
  return incidents
    .filter(({ userId }) => userId === null || sees(sight, userId))
    .map((incident) => wireOfIncident(incident, now));
}

export async function incidentOnWire(db: Db, caller: Caller, id: string, now: Instant): Promise<IncidentWire> {
  return wireOfIncident(await seenIncident(db, caller, id), now);
}
