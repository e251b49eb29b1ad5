import type { ExportView } from "#app/exports/export-view.server.ts";
import { Meter } from "./meter.tsx";

/** How far an export is, as a bar with its figures beside it. */
export function ExportProgress({ done, total, state }: Pick<ExportView, "done" | "total" | "state">) {
  const made = done.toLocaleString("en-GB");
  const text = total === null ? `${made} rows` : `${made} of ${total.toLocaleString("en-GB")} rows`;
  return (
    <>
      <Meter value={done} max={total ?? 0} label={text} />
      <span className="hint">{state === "queued" && done === 0 ? "Waits for its turn" : text}</span>
    </>
  );
}
