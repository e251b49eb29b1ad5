import type { Instant } from "#app/engine/types.ts";

export const exportStates = ["queued", "running", "done", "cancelled", "failed", "expired"] as const;
/** How an export stands; one that is done can be fetched until it has expired. */
export type ExportState = (typeof exportStates)[number];

/** Whether it is still to be made. */
export function isOpen({ state }: { state: ExportState }): boolean {
  return state === "queued" || state === "running";
}

/** How an export stands at an instant: a file is over at its end, whether or not anybody has deleted it yet. */
export function stateAt({ state, expiresAt }: { state: ExportState; expiresAt: Instant }, now: Instant): ExportState {
  return state === "done" && now >= expiresAt ? "expired" : state;
}
