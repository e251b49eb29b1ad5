import type { ReactNode } from "react";
import type { RecordFrameData } from "#app/register/record-frame.server.ts";
import { tabPath } from "#app/register/record-tabs.ts";
import { AppShell } from "./app-shell.tsx";
import { RecordActions } from "./record-actions.tsx";
import { RecordHeader } from "./record-header.tsx";
import { RecordSignals } from "./record-signals.tsx";
import { RecordStanding } from "./record-standing.tsx";
import { Stepper } from "./stepper.tsx";
import { Tabs } from "./tabs.tsx";

type Props = {
  frame: RecordFrameData;
  /** What was just done, above everything else. */
  notice?: ReactNode;
  /** Stands beside the part. */
  rail?: ReactNode;
  children: ReactNode;
};

/** What stands around every part of a record: which it is, how far it has come, its parts and what one can do. */
export function RecordFrame({
  frame: { shell, now, tab: current, tabs, view, mayEdit },
  notice,
  rail,
  children,
}: Props) {
  const { record, moves } = view;
  const actions = <RecordActions record={record} moves={moves} mayEdit={mayEdit} isShort={current !== "overview"} />;
  return (
    <AppShell shell={shell}>
      <RecordHeader view={view} now={now} />
      {notice}
      <RecordSignals view={view} />
      {current === "overview" && <RecordStanding view={view} now={now} />}
      <Stepper phases={view.phases} />
      <Tabs
        label="Parts of this record"
        tabs={tabs.map(({ tab, label, count }) => ({
          to: tabPath(record.id, tab),
          label,
          count,
          isCurrent: tab === current,
        }))}
      />
      {rail ? (
        <div className="cols">
          <div className="stack-wide">
            {actions}
            {children}
          </div>
          <div className="rail">{rail}</div>
        </div>
      ) : (
        <div className="stack-wide">
          {actions}
          {children}
        </div>
      )}
    </AppShell>
  );
}
