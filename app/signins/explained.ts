import type { Instant, Outcome, Policy, Reason } from "#app/engine/types.ts";
import type { DecisionPlace } from "./decision-id.ts";
import type { DecisionRecord, ReadExemption } from "./decision-record.ts";
import type { Again } from "./evaluate-again.ts";
import type { ReadRecord } from "./read-record.ts";

/** A recorded decision with what it rested on, and the same decision made again. */
export type Explained = {
  id: string;
  row: DecisionPlace & DecisionRecord & { outcome: Outcome; reason: Reason };
  read: ReadRecord;
  policy: Policy;
  policySince: Instant;
  /** The exceptions that were read, as they were. */
  exemptions: ReadExemption[];
  /** Those that were not kept as they were, by id; with one of them it cannot be made again. */
  missing: string[];
  again: Again | null;
  /** When it was sealed into the audit log; null while that is to come. */
  sealedAt: Instant | null;
};
