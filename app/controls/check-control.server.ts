import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Sight } from "#app/register/exception-wire.ts";
import { Refused } from "#app/register/refused.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { insertControlCheck } from "#db/control-checks.ts";
import { newId } from "#db/ids.ts";
import { findUser } from "#db/users.ts";
import { type Journal, write } from "#db/write.ts";
import { type CheckResult, type ControlCheck, checkRefusals, refuseChecker } from "./control-states.ts";

type Checking = {
  /** The record with the caller's eyes, which says whether it is about them. */
  sight: Sight;
  control: string;
  result: CheckResult;
  note: string;
  by: { userId: string; roles: readonly RegisterRole[] };
  actor: AuditActor;
  now: Instant;
};

/**
 * Keeps somebody's word that a control of a record works, or does not; of one that does not the owner is told.
 * @throws Refused 400 not in force or no such control, 403 not you.
 */
export async function checkControl(db: Db, checking: Checking): Promise<ControlCheck> {
  const { sight, control, result, note, by, actor, now } = checking;
  const { record, circumstances } = sight;
  const isNamed = record.compensatingControls.some(({ name }) => name === control);
  const refusal =
    refuseChecker(record, { ...by, isBeneficiary: circumstances.isBeneficiary }) ??
    (isNamed ? null : "unknown_control");
  if (refusal) throw new Refused(checkRefusals[refusal].status, refusal, checkRefusals[refusal].text);
  return write(db, { workspaceId: record.workspaceId, actor, now }, async (tx, journal) => {
    const check: ControlCheck = { control, at: now, by: by.userId, result, note };
    await insertControlCheck(tx, record.workspaceId, { ...check, id: newId("chk"), exceptionId: record.id });
    journal.audit(
      "exception.control_checked",
      { kind: "exception", id: record.id },
      { control, result, comment: note },
    );
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
    data: { id: record.id, title: record.title, control, comment: note },
  });
}
