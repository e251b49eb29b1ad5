export const exportStates = ["queued", "running", "done", "cancelled", "failed", "expired"] as const;
/** How an export stands; one that is done can be fetched until it has expired. */
export type ExportState = (typeof exportStates)[number];

/** Whether it is still to be made. */
export function isOpen({ state }: { state: ExportState }): boolean {
  return state === "queued" || state === "running";
}
