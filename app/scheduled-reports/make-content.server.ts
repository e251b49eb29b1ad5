import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { Workspace } from "#db/workspaces.ts";
import { governanceSections } from "./governance-sections.server.ts";
import { graceSections } from "./grace-sections.server.ts";
import { kpiSections } from "./kpi-sections.server.ts";
import type { Period, ReportKind } from "./report.ts";
import type { ReportContent } from "./report-content.ts";

/** What a report is made of: whose, about which days, and when. */
export type Making = { workspace: Workspace; period: Period; now: Instant };

/** Makes what a report says of a period; kept, it is what was sent. */
export async function makeContent(db: Db, { kind, ...making }: Making & { kind: ReportKind }): Promise<ReportContent> {
  switch (kind) {
    case "kpi_weekly":
    case "kpi_monthly":
      return { sections: await kpiSections(db, { ...making, kind }) };
    case "governance_quarterly":
      return { sections: await governanceSections(db, making) };
    case "grace_daily":
      return { sections: await graceSections(db, making) };
    default:
      return kind satisfies never;
  }
}
