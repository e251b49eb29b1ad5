import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { write } from "#db/write.ts";
import { carryOut } from "./carry-out.server.ts";
import { circumstancesOf } from "./circumstances.server.ts";
import type { CommandInput } from "./command-schemas.ts";
import type { Exception, SuspensionCause } from "./exception.ts";
import { stale } from "./file-exception.server.ts";
import type { Actor } from "./guards.ts";
import { movesFor, refuse } from "./lifecycle.ts";
import { notifyOf } from "./notify.server.ts";
import { refusalStatus, refusals } from "./refusals.ts";
import { Refused } from "./refused.ts";
import { rulesFor } from "./rules-for.server.ts";
import { waitingSince } from "./waiting-since.ts";

export type Application = {
  workspaceId: string;
  id: string;
  input: CommandInput;
  actor: Actor;
  auditActor: AuditActor;
  /** Why the clock puts it on hold. */
  cause?: SuspensionCause;
  /** Whether the clock does late what was due while nothing ran. */
  isCatchingUp?: boolean;
  now: Instant;
};

/**
 * Runs one command on a record: judges it by the lifecycle, saves it, audits it and tells people, in one transaction.
 * @throws Refused 404 no such record, 400 no such move or something missing, 403 not you, 409 stale or too late.
 */
export async function apply(
  db: Db,
  { workspaceId, id, input, actor, auditActor, cause, isCatchingUp = false, now }: Application,
): Promise<Exception> {
  return write(db, { workspaceId, actor: auditActor, now, isCatchingUp }, async (tx, journal) => {
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

    const rules = await rulesFor(tx, before);
    const timeZone = await timeZoneOf(tx, workspaceId);
    const step = { before, circumstances, rules, timeZone, input, actor, via: auditActor.kind, cause, now };
    const carried = await carryOut(tx, journal, step);
    const after = { ...carried, waitingSince: waitingSince(before, carried, now) };
    if (!(await saveException(tx, after, input.version))) throw stale(before.version);
    await notifyOf(tx, journal, { before, after, input, actorId: actor.userId, now });
    return after;
  });
}

async function timeZoneOf(tx: Db, workspaceId: string): Promise<string> {
  const workspace = await findWorkspace(tx, workspaceId);
  if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
  return workspace.timeZone;
}
