import type { Instant } from "#app/engine/types.ts";
import { contentHash } from "#app/register/content-hash.ts";
import type { Exception } from "#app/register/exception.ts";
import { statusOf } from "#app/register/status.ts";
import type { Db } from "#db/connect.ts";
import { approvalsOf } from "#db/exceptions.ts";
import { day, groupMembers, hour } from "./record.ts";

// What must be true of every record at every moment, whatever was tried before; read from the database alone.

/** How many of each group it takes, by rating. */
const takes: Record<string, readonly string[]> = {
  low: ["identity"],
  moderate: ["identity"],
  high: ["identity", "risk"],
  critical: ["identity", "risk", "security_leadership"],
};

const mostDays: Partial<Record<Exception["category"], { life: number; extensions: number }>> = {
  legacy_or_service_account: { life: 730, extensions: 6 },
  enrollment_constraint: { life: 60, extensions: 2 },
  incident_or_test: { life: 14, extensions: 3 },
};

type Register = { db: Db; workspaceId: string };

/** Throws where a record is in force and should not be, or one head wears two hats. */
export async function checkInForce({ db, workspaceId }: Register, record: Exception, now: Instant): Promise<void> {
  if (contentHash(record) !== record.contentHash) throw new Error("its hash is not of its content");
  const { isLive } = statusOf(record, now);
  if (isLive && !(record.state === "active" && record.startsAt <= now && now < record.endsAt))
    throw new Error("it is live outside of its window");
  if (!["approved", "active", "suspended"].includes(record.state)) return;
  const approvals = await approvalsOf(db, workspaceId, [record.id]);
  const approvers = approvals.map(({ approverId }) => approverId);
  const valid = approvals.filter((approval) => approval.contentHash === record.contentHash);
  checkHats(
    record,
    approvers,
    valid.map(({ approverId }) => approverId),
  );
  checkLimits(record);
  const { emergency } = record;
  if (emergency && emergency.ratifiedAt === null) {
    if (Date.parse(record.endsAt) > Date.parse(emergency.grantedAt) + 24 * hour)
      throw new Error("an emergency that nobody ratified lasts longer than a day");
    return;
  }
  for (const group of takes[record.rating ?? "critical"] ?? [])
    if (!valid.some(({ approverGroup }) => approverGroup === group))
      throw new Error(`it is ${record.state} without ${group} having approved what it says`);
  const heads = valid.flatMap(({ approverId, onBehalfOf }) => [approverId, ...(onBehalfOf ? [onBehalfOf] : [])]);
  if (new Set(heads).size !== heads.length) throw new Error("one person approved twice");
}

function checkHats(
  { requestorId, implementerId, scope, beneficiaryId }: Exception,
  approvers: readonly string[],
  current: readonly string[],
): void {
  const about = [...scope.users, ...(scope.groups.length > 0 ? groupMembers : []), beneficiaryId];
  const wearers = [requestorId, ...(implementerId ? [implementerId] : [])];
  if (new Set(wearers).size !== wearers.length) throw new Error("its requestor put it in place");
  if (approvers.some((id) => wearers.includes(id))) throw new Error("an approver has another part in it");
  // What was approved before an edit may have been about somebody else.
  if (current.some((id) => about.includes(id))) throw new Error("an approver benefits from it");
  if (about.includes(implementerId ?? "")) throw new Error("whoever benefits from it put it in place");
}

function checkLimits({ category, extensionCount, startsAt, activatedAt, endsAt }: Exception): void {
  const most = mostDays[category];
  if (!most) throw new Error(`nobody files ${category} here`);
  if (extensionCount > most.extensions) throw new Error(`it was extended ${extensionCount} times`);
  if (Date.parse(endsAt) > Date.parse(activatedAt ?? startsAt) + most.life * day && extensionCount > 0)
    throw new Error(`it lives until ${endsAt}, longer than its category allows`);
}
