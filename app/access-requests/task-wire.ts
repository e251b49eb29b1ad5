import type { Instant } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { TaskWire } from "./access-request-wire.ts";
import { approvalState, taskStatus } from "./task.ts";

/** Writes how a request stands, for whoever made it. */
export function taskWire(
  record: Exception,
  { hasLapsed, origin, now }: { hasLapsed: boolean; origin: string; now: Instant },
): TaskWire {
  const status = taskStatus(record, { hasLapsed, now });
  const endpoint = `${origin}/access/v1/requests/${record.id}`;
  const isDraft = record.state === "draft" || record.state === "changes_requested";
  const approvedAt = record.activatedAt;
  return {
    task: {
      id: record.id,
      status,
      status_endpoint: endpoint,
      expires_at: record.endsAt,
      links: {
        ticket: `${origin}/exceptions/${record.id}`,
        ...(status === "pending" && isDraft && { review: `${origin}/exceptions/${record.id}/edit/what` }),
        ...(status === "pending" && { cancel: `${endpoint}/cancel` }),
      },
    },
    ...(status === "approved" &&
      approvedAt !== null && {
        result: {
          mode: "reevaluate",
          approval: {
            id: record.id,
            approved_at: approvedAt,
            approved_until: record.endsAt,
            state: approvalState(record, now),
          },
        },
      }),
  };
}
