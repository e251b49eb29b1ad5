import { type RecordTab, tabLabel } from "./record-tabs.ts";

/** Returns what the browser calls one part of a record. */
export function recordMeta(tab: RecordTab) {
  return ({ data }: { data: { frame: { view: { record: { id: string } } } } | undefined }) => [
    { title: `${data ? `${tabLabel(tab)} ${data.frame.view.record.id}` : "Record"} · MFA Register` },
  ];
}
