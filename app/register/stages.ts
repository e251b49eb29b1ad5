import type { Approval } from "./exception.ts";
import type { Rating } from "./risk.ts";
import type { ApproverGroup } from "./roles.ts";

/** One body that has to agree, and how many of its people. */
export type Stage = { group: ApproverGroup; minimum: number };

/** Returns who has to agree, by residual rating: every stage is needed, and everyone in them is a different person. */
export function stagesFor(rating: Rating): Stage[] {
  switch (rating) {
    case "low":
    case "moderate":
      return [{ group: "identity", minimum: 1 }];
    case "high":
      return [
        { group: "identity", minimum: 1 },
        { group: "risk", minimum: 1 },
      ];
    case "critical":
      return [
        { group: "identity", minimum: 1 },
        { group: "risk", minimum: 1 },
        { group: "security_leadership", minimum: 1 },
      ];
    default:
      return rating satisfies never;
  }
}

/** Returns the stages that still lack people, counting only approvals of exactly this content. */
export function openStages(rating: Rating, approvals: readonly Approval[], contentHash: string): Stage[] {
  const given = approvals.filter((approval) => approval.contentHash === contentHash);
  return stagesFor(rating)
    .map(({ group, minimum }) => ({
      group,
      minimum: minimum - given.filter((approval) => approval.approverGroup === group).length,
    }))
    .filter(({ minimum }) => minimum > 0);
}
