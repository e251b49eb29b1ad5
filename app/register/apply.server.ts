import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { write } from "#db/write.ts";
import { carryOut } from "./carry-out.server.ts";
import { circumstancesOf } from "./circumstances.server.ts";
import type { CommandInput } from "./command-schemas.ts";
import type { Exception } from "./exception.ts";
import { stale } from "./file-exception.server.ts";
import { type Actor, movesFor, refusalStatus, refusals, refuse } from "./lifecycle.ts";
import { notifyOf } from "./notify.server.ts";
import { Refused } from "./refused.ts";

export type Application = {
  workspaceId: string;
  id: string;
  input: CommandInput;
  actor: Actor;
  auditActor: AuditActor;
  now: Instant;
};

/**
 * Runs one command on a record: judges it by the lifecycle, saves it, audits it and tells people, in one transaction.
 * @throws Refused 404 no such record, 400 no such move or something missing, 403 not you, 409 stale or too late.
 */
export async function apply(
  db: Db,
  { workspaceId, id, input, actor, auditActor, now }: Application,
): Promise<Exception> {
  return write(db, { workspaceId, actor: auditActor, now }, async (tx, journal) => {
    const before = await findException(tx, workspaceId, id);
    if (!before) throw new Refused(404, "not_found", `There is no exception ${id}.`);
    const circumstances = (await circumstancesOf(tx, workspaceId, [before], { actor, now })).get(id);
    if (!circumstances) throw new Error(`no circumstances for ${id}, expected one entry per record`);
    const refusal = refuse(before, input.command, actor, circumstances);
    if (refusal)
      throw new Refused(refusalStatus(refusal), refusal, refusals[refusal], {
        state: before.state,
        moves: movesFor(before, actor, circumstances).map(({ command }) => command),
      });
    if (before.version !== input.version) throw stale(before.version);

    const { approvals } = circumstances;
    const after = await carryOut(tx, journal, { before, approvals, input, actor, via: auditActor.kind, now });
    if (!(await saveException(tx, after, input.version))) throw stale(before.version);
    await notifyOf(tx, journal, { before, after, input, actorId: actor.userId });
    return after;
  });
}
