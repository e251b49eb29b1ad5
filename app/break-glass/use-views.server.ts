import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { Refused } from "#app/register/refused.ts";
import { readsPolicy, seesSignIns } from "#app/register/roles.ts";
import { findUse, listSignInsOf, listUses, type UseQuery } from "#db/break-glass-uses.ts";
import type { Db } from "#db/connect.ts";
import { findIncident } from "#db/incidents.ts";
import { listRotations } from "#db/secret-rotations.ts";
import { findUsers } from "#db/users.ts";
import { knownOf } from "./account-for-use.server.ts";
import { peopleFor } from "./people-for.server.ts";
import { type BreakGlassUse, gapsOfUse, mayClose, standingOfUse, type UseFilter } from "./use.ts";
import { declares, type Sight, sees, seesTo, sightOf } from "./who-may.server.ts";

const pageSize = 50;

/** A use as the log shows it: with names, and with the rotation after it. */
export type UseRow = Pick<
  BreakGlassUse,
  | "id"
  | "at"
  | "userId"
  | "applicationId"
  | "ip"
  | "classification"
  | "explanation"
  | "incidentId"
  | "drillId"
  | "closedAt"
> & {
  account: string;
  signedInBy: string | null;
  rotatedAt: Instant | null;
  standing: ReturnType<typeof standingOfUse>;
};

/** Returns a page of the use log. @throws Refused 403 for whoever has no role and holds no account. */
export async function usesView(
  db: Db,
  caller: Caller,
  { show, before, userId, now }: { show?: UseFilter; before?: string; userId?: string; now: Instant },
) {
  const sight = await sightOf(db, caller);
  const query = { show, before, userId, ...amongSeen(sight), limit: pageSize + 1 };
  const uses = await listUses(db, caller.workspace.id, query);
  const page = uses.slice(0, pageSize);
  return {
    rows: await rowsOf(db, caller.workspace.id, page, now),
    next: uses.length > pageSize ? (page.at(-1)?.id ?? null) : null,
    seesBypass: readsPolicy(caller.roles),
    mayTest: await declares(db, caller),
  };
}

/** Returns the latest uses for a place beside other things. */
export async function latestUses(db: Db, caller: Caller, now: Instant): Promise<UseRow[]> {
  const sight = await sightOf(db, caller);
  return rowsOf(
    db,
    caller.workspace.id,
    await listUses(db, caller.workspace.id, { ...amongSeen(sight), limit: 8 }),
    now,
  );
}

export function amongSeen(sight: Sight): Pick<UseQuery, "among"> {
  return sight.isEverything ? {} : { among: sight.userIds };
}

/** Returns uses as the log shows them. */
export async function rowsOf(
  db: Db,
  workspaceId: string,
  uses: readonly BreakGlassUse[],
  now: Instant,
): Promise<UseRow[]> {
  const accounts = [...new Set(uses.map(({ userId }) => userId))];
  const people = await findUsers(db, workspaceId, [...accounts, ...uses.flatMap(({ signedInBy }) => signedInBy ?? [])]);
  const confirmed = new Map<string, Instant[]>();
  for (const id of accounts) {
    const rotations = await listRotations(db, workspaceId, { kind: "user", id }, 200);
    confirmed.set(
      id,
      rotations
        .filter(({ attestation }) => attestation === "confirmed")
        .map(({ rotatedAt }) => rotatedAt)
        .sort(),
    );
  }
  return uses.map((use) => {
    const { id, at, userId, applicationId, ip, classification, explanation, incidentId, drillId, closedAt } = use;
    return {
      ...{ id, at, userId, applicationId, ip, classification, explanation, incidentId, drillId, closedAt },
      account: people.get(userId)?.displayName ?? userId,
      signedInBy: use.signedInBy && (people.get(use.signedInBy)?.displayName ?? ""),
      rotatedAt: confirmed.get(userId)?.find((rotatedAt) => rotatedAt > at) ?? null,
      standing: standingOfUse(use, now),
    };
  });
}

/**
 * Returns a use with everything that is known of it, and what this person may do about it.
 * @throws Refused 403 as usesView, 404 no such use.
 */
export async function useView(db: Db, caller: Caller, id: string, now: Instant) {
  const workspaceId = caller.workspace.id;
  const use = await seenUse(db, caller, id);
  const [row] = await rowsOf(db, workspaceId, [use], now);
  const known = await knownOf(db, workspaceId, use);
  const named = await findUsers(
    db,
    workspaceId,
    [use.classifiedBy, use.closedBy].filter((person) => person !== null),
  );
  const mayAnswer = use.closedAt === null && use.partOf === null && use.notedAt !== null;
  const incident = use.incidentId === null ? undefined : await findIncident(db, workspaceId, use.incidentId);
  return {
    use,
    row,
    known,
    signIns: (await listSignInsOf(db, workspaceId, use.partOf ?? id)).map(({ id, at, methods }) => ({
      id,
      at,
      methods,
    })),
    gaps: gapsOfUse(use, known),
    names: Object.fromEntries([...named].map(([person, { displayName }]) => [person, displayName])),
    isIncidentDeclared: incident?.declaredAt != null,
    mayAnswer: mayAnswer && (await seesTo(db, caller, use.userId)),
    isOther: mayClose(use, caller.user.id),
    people: await peopleFor(db, workspaceId, use.userId),
    opensDecisions: seesSignIns(caller.roles),
  };
}

export type UseView = Awaited<ReturnType<typeof useView>>;

/** @throws Refused 403 for whoever sees none, 404 for one that is not there, or not theirs to see. */
export async function seenUse(db: Db, caller: Caller, id: string): Promise<BreakGlassUse> {
  const sight = await sightOf(db, caller);
  const use = await findUse(db, caller.workspace.id, id);
  if (!use || !sees(sight, use.userId)) throw new Refused(404, "not_found", "There is no such use.");
  return use;
}
