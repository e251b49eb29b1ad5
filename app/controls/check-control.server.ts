import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { mailFacts } from "#app/register/mail-facts.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { insertControlCheck } from "#db/control-checks.ts";
import { findException } from "#db/exceptions.ts";
import { newId } from "#db/ids.ts";
import { findUser } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type Checker, type CheckResult, type ControlCheck, checkRefusals, refuseChecker } from "./control-states.ts";

type Checking = {
  workspaceId: string;
  /** The record. */
  id: string;
  control: string;
  result: CheckResult;
  note: string;
  by: Checker;
  actor: AuditActor;
  now: Instant;
};

/**
 * Keeps somebody's word that a control of a record works, or does not; of one that does not the owner is told.
 * @throws Refused 404 no such record, 400 not in force or no such control, 403 not you.
 */
export async function checkControl(db: Db, checking: Checking): Promise<ControlCheck> {
  const { workspaceId, id, control, result, note, by, actor, now } = checking;
  return write(db, { workspaceId, actor, now }, async (tx, journal) => {
    const record = await findException(tx, workspaceId, id);
    if (!record) throw new Refused(404, "not_found", `There is no exception ${id}.`);
    const isNamed = record.compensatingControls.some(({ name }) => name === control);
    const refusal = refuseChecker(record, by) ?? (isNamed ? null : "unknown_control");
    if (refusal) throw new Refused(checkRefusals[refusal].status, refusal, checkRefusals[refusal].text);
    const check: ControlCheck = { control, at: now, by: by.userId, result, note };
    await insertControlCheck(tx, workspaceId, { ...check, id: newId("chk"), exceptionId: id });
    journal.audit("exception.control_checked", { kind: "exception", id }, { control, result, comment: note });
    if (result === "failed") await tellOwner(tx, journal, record, check);
    return check;
  });
}

async function tellOwner(tx: Db, { notify }: Journal, record: Exception, { control, by, note }: ControlCheck) {
  const owner = record.ownerId ? await findUser(tx, record.workspaceId, record.ownerId) : undefined;
  if (!owner || owner.id === by) return;
  notify({
    template: "control_check_failed",
    toUserId: owner.id,
    toAddress: owner.userName,
    data: { ...(await mailFacts(tx, record)), control, comment: note },
  });
}
