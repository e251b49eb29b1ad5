import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { assignOwner } from "./assign-owner.server.ts";
import { type BulkAction, bulkRefusals, refuseAssignment } from "./bulk.ts";
import type { BulkAnswerWire, BulkWire } from "./bulk-wire.ts";
import type { Exception } from "./exception.ts";
import { everything } from "./list-query.ts";
import { refusals } from "./refusals.ts";
import { Refused } from "./refused.ts";
import { reminderRefusals, remindOwner } from "./remind.server.ts";
import { mayChange } from "./roles.ts";
import { concerningOf, lookAt, sightOf } from "./show.server.ts";

/**
 * Does one thing with several records, each by the rule and the path of a single change; says what became of each.
 * @throws Refused 403 for an auditor, who changes nothing.
 */
export async function bulk(db: Db, caller: Caller, request: BulkWire, now: Instant): Promise<BulkAnswerWire> {
  if (!mayChange(caller.roles)) throw new Refused(403, "auditor", bulkRefusals.auditor);
  const results: BulkAnswerWire["results"] = [];
  for (const id of new Set(request.ids)) results.push(await outcomeOf(db, caller, { request, id, now }));
  const refused = results.filter(({ code }) => code !== null).length;
  return { done: results.length - refused, refused, results };
}

type One = { request: BulkWire; id: string; now: Instant };

async function outcomeOf(db: Db, caller: Caller, one: One): Promise<BulkAnswerWire["results"][number]> {
  try {
    await carryOut(db, caller, one);
    return { id: one.id, status: 200, code: null, detail: null };
  } catch (caught) {
    // Whatever is refused is refused before anything was written; a fault is no outcome and ends it all.
    if (!(caught instanceof Refused)) throw caught;
    return { id: one.id, status: caught.status, code: caught.code, detail: caught.message };
  }
}

async function carryOut(db: Db, caller: Caller, { request, id, now }: One): Promise<void> {
  await sightOf(db, caller, id, now);
  const person = { userId: caller.user.id, roles: caller.roles };
  const { comment } = request;
  const change = { workspaceId: caller.workspace.id, id, comment, person, actor: caller.auditActor, now };
  if (request.action === "remind") return remindOwner(db, change);
  return assignOwner(db, { ...change, newOwner: request.owner_id });
}

/** A ticked record, and why nothing would be done with it. */
export type Ticked = { record: Exception; refusal: string | null };

/** Returns the ticked records that a caller sees, newest first, each with why it would be left as it is. */
export async function previewBulk(
  db: Db,
  caller: Caller,
  { action, ids }: { action: BulkAction; ids: readonly string[] },
  now: Instant,
): Promise<Ticked[]> {
  const concerning = concerningOf(caller);
  const query = { ...everything, ids, concerning, sort: "filed", descending: true, limit: 200 } as const;
  const { records } = await listExceptions(db, caller.workspace.id, query);
  const person = { userId: caller.user.id, roles: caller.roles };
  switch (action) {
    case "remind": {
      const refused = await reminderRefusals(db, caller.workspace.id, records, { person, now });
      return records.map((record) => {
        const code = refused.get(record.id);
        return { record, refusal: code ? bulkRefusals[code] : null };
      });
    }
    case "assign_owner":
      return records.map((record) => {
        const code = refuseAssignment(record, person, null);
        return { record, refusal: code && bulkRefusals[code] };
      });
    case "review":
      return reviewable(db, caller, records, now);
    case "export":
      return records.map((record) => ({ record, refusal: null }));
    default:
      return action satisfies never;
  }
}

/** A review may be held where the lifecycle has one for this person now. */
async function reviewable(db: Db, caller: Caller, records: readonly Exception[], now: Instant): Promise<Ticked[]> {
  const sights = await lookAt(db, caller, records, now);
  return sights.map(({ record, moves }) => {
    const move = moves.find(({ command }) => command === "review");
    const code = move ? move.refusal : "no_such_move";
    return { record, refusal: code && refusals[code] };
  });
}
