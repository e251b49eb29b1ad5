import type { Db } from "#db/connect.ts";
import { governanceSections } from "./governance-sections.server.ts";
import { graceSections } from "./grace-sections.server.ts";
import { kpiSections } from "./kpi-sections.server.ts";
import type { Making } from "./making.server.ts";
import type { ReportKind } from "./report.ts";
import type { ReportContent } from "./report-content.ts";

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
