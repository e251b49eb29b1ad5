import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { assignedTo } from "#db/campaigns.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { addDays } from "./days.ts";
import { decisionOf } from "./deciding.ts";
import type { Sight } from "./exception-wire.ts";
import type { Command } from "./lifecycle.ts";
import { everything, type ListQuery } from "./list-query.ts";
import { lookAt } from "./show.server.ts";
import { type Due, duesOfPeople } from "./views.ts";
import { type Waiting, waitingFor } from "./waiting.server.ts";

/** What waits for one person, by what it waits for; of each kind the 100 that have waited longest are looked at. */
export type Work = Record<Due, Sight[]>;

/** How long before its day a review is a piece of work. */
const reviewAheadDays = 14;

/** Returns what waits for a caller; a page that has read already what waits for approvers hands it in. */
export async function workOf(db: Db, caller: Caller, now: Instant, known?: Waiting): Promise<Work> {
  const mayDo = async (command: Command, query: Partial<ListQuery>) => {
    const asked = { ...everything, sort: "filed", limit: 100, ...query } as const;
    const { records } = await listExceptions(db, caller.workspace.id, asked);
    const sights = await lookAt(db, caller, records, now);
    return sights.filter(({ moves }) => moves.some((move) => move.command === command && move.refusal === null));
  };
  const me = caller.user.id;
  return {
    decide: await toDecide(db, caller, now, known),
    implement: caller.roles.includes("implementer")
      ? await mayDo("implement", { states: ["approved"], endsAfter: now })
      : [],
    review: await toReview(db, caller, now, mayDo),
    answer: await mayDo("resubmit", { states: ["changes_requested"], requestorId: me }),
    close: [
      ...(await mayDo("close", { states: ["revoked"], ownerIds: [me] })),
      ...(await mayDo("close", { states: ["approved", "active", "suspended"], ownerIds: [me], endsBy: now })),
    ],
  };
}

type MayDo = (command: Command, query: Partial<ListQuery>) => Promise<Sight[]>;

/** What the caller owns and what a campaign asks of them, whether its own review is due or not. */
async function toReview(db: Db, caller: Caller, now: Instant, mayDo: MayDo): Promise<Sight[]> {
  const inForce: Partial<ListQuery> = { states: ["active", "suspended"], endsAfter: now };
  const reviewBy = addDays(now, reviewAheadDays);
  const owned = await mayDo("review", { ...inForce, ownerIds: [caller.user.id], reviewBy });
  const ids = [...(await assignedTo(db, caller.workspace.id, caller.user.id)).keys()];
  const asked = ids.length > 0 ? await mayDo("review", { ...inForce, ids }) : [];
  return [...owned, ...asked.filter(({ record }) => !owned.some((each) => each.record.id === record.id))];
}

async function toDecide(db: Db, caller: Caller, now: Instant, known?: Waiting): Promise<Sight[]> {
  const { sights } = known ?? (await waitingFor(db, caller, now));
  return sights.filter((sight) => decisionOf(sight).command !== null);
}

/** Returns the ids of what waits, by what it waits for. */
export function idsOfWork(work: Work): Record<Due, string[]> {
  const ids = duesOfPeople.map((due) => [due, work[due].map(({ record }) => record.id)]);
  return Object.fromEntries(ids) as Record<Due, string[]>; // one entry for each kind
}
