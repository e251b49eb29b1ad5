import { Tabs } from "./tabs.tsx";

type Props = { current: "reports" | "exports" | "as_of" | "evidence" | "checkpoints" };

/** Where one can go among what leaves the register. */
export function ReportTabs({ current }: Props) {
  const tab = (name: Props["current"], to: string, label: string) => ({ to, label, isCurrent: current === name });
  return (
    <Tabs
      label="Reports and exports"
      tabs={[
        tab("reports", "/reports", "Reports"),
        tab("exports", "/exports", "Exports"),
        tab("as_of", "/exceptions/as-of", "As of a date"),
        tab("evidence", "/evidence", "Evidence packs"),
        tab("checkpoints", "/checkpoints", "Checkpoints"),
      ]}
    />
  );
}
