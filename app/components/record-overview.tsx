import { RecordPlan } from "./record-plan.tsx";
import { RecordRisk } from "./record-risk.tsx";
import { RecordScope } from "./record-scope.tsx";
import type { RecordView } from "./record-view.ts";
import { RecordWhat } from "./record-what.tsx";

/** The whole content on one page, as it is handed in. */
export function RecordOverview({ view }: { view: RecordView }) {
  return (
    <>
      <RecordWhat view={view} />
      <RecordScope view={view} />
      <RecordRisk view={view} />
      <RecordPlan view={view} />
    </>
  );
}
