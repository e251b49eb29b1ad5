import type { Stage } from "./category.ts";
import type { Approval } from "./exception.ts";

/** Returns the stages that still lack people, counting only approvals of exactly this content. */
export function openStages(stages: readonly Stage[], approvals: readonly Approval[], contentHash: string): Stage[] {
  const given = approvals.filter((approval) => approval.contentHash === contentHash);
  return stages
    .map(({ group, minimum }) => ({
      group,
      minimum: minimum - given.filter((approval) => approval.approverGroup === group).length,
    }))
    .filter(({ minimum }) => minimum > 0);
}
