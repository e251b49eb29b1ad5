/** Says for what a run was made: the slot's own instant is shown as a time. */
export function causeOf(slot: string): "slot" | "by hand" | "again" | "between slots" {
  if (slot.startsWith("by hand")) return "by hand";
  if (slot.startsWith("again")) return "again";
  return slot.startsWith("between") ? "between slots" : "slot";
}

/** Writes how long a run took: "40 ms", "2.5 s", "3 min 20 s". */
export function durationText(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
  return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
}
