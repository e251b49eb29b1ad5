import type { Requester } from "#app/auth/request-token.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { apply } from "#app/register/apply.server.ts";
import type { Exception } from "#app/register/exception.ts";
import type { Db } from "#db/connect.ts";
import { rolesOf } from "#db/users.ts";
import { findTask } from "./find-task.server.ts";
import { hasLapsed } from "./has-lapsed.server.ts";
import { accessProblem } from "./problems.ts";
import { taskStatus } from "./task.ts";

/**
 * Takes back what was asked for, in the name in which it was filed.
 * @throws Response 404 `unknown_task`, 409 `invalid_task_state` once it has been decided or is in place.
 */
export async function cancelTask(tx: Db, requester: Requester, id: string, now: Instant): Promise<Exception> {
  const record = await findTask(tx, requester, id);
  const { workspaceId, requestorId } = record;
  const status = taskStatus(record, { hasLapsed: await hasLapsed(tx, record), now });
  if (status !== "pending") throw accessProblem("invalid_task_state", `It is ${status}; nothing is left to take back.`);
  const userId = requestorId ?? "";
  const roles = requestorId === null ? [] : await rolesOf(tx, workspaceId, requestorId);
  return apply(tx, {
    workspaceId,
    id,
    input: { command: "withdraw", version: record.version, comment: "" },
    actor: { userId, roles, aal: 1, factorUsedAt: null },
    auditActor: requester.auditActor,
    now,
  });
}
