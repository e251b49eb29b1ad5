import type { Instant } from "#app/engine/types.ts";
import type { ReviewOutcome } from "./command-schemas.ts";

/** What one review of an exception decided; final once it is written. */
export type Review = {
  exceptionId: string;
  /** When it was due; null where nobody had to. */
  dueAt: Instant | null;
  at: Instant;
  reviewerId: string;
  outcome: ReviewOutcome;
  justification: string;
  /** The end as the review left it. */
  endsAt: Instant;
};
