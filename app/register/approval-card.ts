import type { Instant } from "#app/engine/types.ts";
import type { Decision } from "./deciding.ts";
import type { ListRow } from "./list-row.ts";
import type { ApproverGroup } from "./roles.ts";
import type { Waiting } from "./waiting-since.ts";

/** What an approver has to know of one waiting record before deciding. */
export type ApprovalCard = Decision & {
  row: ListRow;
  waiting: Waiting;
  waitingSince: Instant;
  isEscalated: boolean;
  /** Of the residual risk, 0 before it is rated. */
  score: number;
  requestor: string;
  /** Whom it was filed on behalf of. */
  beneficiary: string | null;
  startsAt: Instant;
  /** The end that is asked for. */
  endsAt: Instant;
  /** Whom it reaches, in words. */
  reach: string;
  controls: string[];
  /** What differs from what was approved last, in words; null where there was or is nothing. */
  changes: { field: string; before: string | null; after: string | null }[];
  /** How many approvals an edit voided. */
  voided: number;
  given: { name: string; group: ApproverGroup }[];
  /** Who can still take the places that are open; before it is rated, who can rate it. */
  open: { group: ApproverGroup | null; missing: number; names: string[] }[];
  emergency: { grantor: string; reason: string; endsAt: Instant } | null;
  extension: { requestor: string; reason: string } | null;
};

/** What runs by one word alone comes first, then the riskiest, then what has waited longest. */
export function byUrgency(one: ApprovalCard, other: ApprovalCard): number {
  return (
    Number(other.emergency !== null) - Number(one.emergency !== null) ||
    other.score - one.score ||
    (one.waitingSince < other.waitingSince ? -1 : 1)
  );
}
