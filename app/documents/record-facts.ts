import type { Attachment } from "#app/attachments/attachment.ts";
import type { ControlState } from "#app/controls/control-states.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Category, Stage } from "#app/register/category.ts";
import type { Approval, Exception, Validation } from "#app/register/exception.ts";
import type { Review } from "#app/register/review.ts";
import type { Status } from "#app/register/status.ts";

/** With what an approver proved who they are, as it was noted with their decision. */
export type Proof = { aal: number; factorUsedAt: Instant | null; via: string };

/** An approval with what the log says of it; a record that was taken in from elsewhere may have none. */
export type ApprovalFact = Approval & {
  /** What the approval was of, in the words of the log; empty where the log has no event of it. */
  type: string;
  seq: number | null;
  proof: Proof | null;
};

/** An event of the record's history by its place in the log, so that it can be found in an exported one. */
export type CitedEvent = {
  seq: number;
  at: Instant;
  type: string;
  who: string;
  hash: string;
  /** The JSON text that was written. */
  data: string;
};

/** All that documents about one record are made of, as one reader may see it. */
export type RecordFacts = {
  workspace: { id: string; name: string; timeZone: string };
  record: Exception;
  /** Whether the reader may read the reason and what was said of it. */
  showsReason: boolean;
  category: Category;
  status: Status;
  stages: readonly Stage[];
  approvals: readonly ApprovalFact[];
  reviews: readonly Review[];
  validations: readonly Validation[];
  controls: readonly ControlState[];
  attachments: readonly Attachment[];
  use: { uses: number; lastAt: Instant } | null;
  /** Oldest first. */
  events: readonly CitedEvent[];
  /** Display names of people by id and of directory objects by "kind:id". */
  names: Readonly<Record<string, string>>;
  now: Instant;
};

/** Returns what somebody is called in a document; null stays null. */
export function nameIn({ names }: Pick<RecordFacts, "names">, id: string | null): string | null {
  return id === null ? null : (names[id] ?? id);
}
