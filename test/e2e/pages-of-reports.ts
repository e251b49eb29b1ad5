const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";

/** What is sent by the calendar, by those who decide it and those who look on. */
export const reportPages = [
  { file: "reports._index.tsx", path: "/reports", who: owner },
  { file: "reports._index.tsx", path: "/reports", who: auditor },
  { file: "reports.new.tsx", path: "/reports/new?kind=kpi_monthly", who: owner },
  { file: "reports.$id._index.tsx", path: "{the first report}", who: owner },
  { file: "reports.$id.edit.tsx", path: "{the first report}/edit", who: owner },
  { file: "reports.$id.preview._index.tsx", path: "{the first report}/preview", who: auditor },
  { file: "reports.runs.$id._index.tsx", path: "{the first that was sent}", who: auditor },
];

/** Where the addresses of those above are found: the first link of each list. */
export const firstOfReports = {
  "the first report": "/reports",
  "the first that was sent": "{the first report}",
};
