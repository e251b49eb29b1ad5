import type { ExceptionState, Instant } from "#app/engine/types.ts";
import type { MeasuredRecord } from "./measured-rows.ts";

const undecided: readonly ExceptionState[] = ["draft", "submitted", "changes_requested", "assessed", "withdrawn"];

/** Returns when a record was decided on before it was in force: by its last approval, or by its refusal. */
export function decidedAt(
  { state, activatedAt, endedAt }: Pick<MeasuredRecord, "state" | "activatedAt" | "endedAt">,
  approvedAt: readonly Instant[],
): Instant | null {
  if (state === "rejected") return endedAt;
  if (undecided.includes(state)) return null;
  // What was approved later was an extension, or an emergency that had long begun.
  const before = approvedAt.filter((at) => activatedAt === null || at <= activatedAt);
  return before.toSorted().at(-1) ?? null;
}
