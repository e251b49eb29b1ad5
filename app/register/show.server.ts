import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import { circumstancesOf } from "./circumstances.server.ts";
import type { Exception } from "./exception.ts";
import type { Sight } from "./exception-wire.ts";
import { movesFor } from "./lifecycle.ts";
import { reasonSight } from "./reason-sight.server.ts";
import { Refused } from "./refused.ts";
import { seesAll } from "./roles.ts";

/** Whose records the caller may see: null for everyone's, else only those that concern this person. */
export function concerningOf(caller: Caller): string | null {
  return seesAll(caller.roles) ? null : caller.user.id;
}

/** Looks at records with a caller's eyes. */
export async function lookAt(db: Db, caller: Caller, records: readonly Exception[], now: Instant): Promise<Sight[]> {
  const workspaceId = caller.workspace.id;
  const circumstances = await circumstancesOf(db, workspaceId, records, { actor: caller.actor, now });
  const mayReadReason = await reasonSight(db, workspaceId, caller.actor, now);
  const sights: Sight[] = [];
  for (const record of records) {
    const around = circumstances.get(record.id);
    if (!around) continue;
    const moves = movesFor(record, caller.actor, around);
    sights.push({ record, circumstances: around, moves, showsReason: await mayReadReason(record) });
  }
  return sights;
}

type Person = Pick<Caller, "roles"> & { user: Pick<Caller["user"], "id"> };

/**
 * Whether a caller may see a record: with a role every one, else what they filed, own or profit from, or could take on.
 * Who takes an approver's place sees what that approver sees for as long.
 */
export function maySee({ record, circumstances }: Pick<Sight, "record" | "circumstances">, caller: Person): boolean {
  const { requestorId, ownerId } = record;
  const isMine = circumstances.isBeneficiary || requestorId === null || [requestorId, ownerId].includes(caller.user.id);
  return seesAll(caller.roles) || isMine || circumstances.standsInFor.length > 0;
}

/**
 * Finds one record for a caller.
 * @throws Refused 404 when there is none, or none that the caller may see: the two are not told apart.
 */
export async function sightOf(db: Db, caller: Caller, id: string, now: Instant): Promise<Sight> {
  const record = await findException(db, caller.workspace.id, id);
  const [sight] = record ? await lookAt(db, caller, [record], now) : [];
  if (!sight || !maySee(sight, caller)) throw new Refused(404, "not_found", `There is no exception ${id}.`);
  return sight;
}
