const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";

/** The log, by those who look at it. */
export const auditPages = [
  { file: "auditor.tsx", path: "/auditor", who: auditor },
  { file: "auditor.tsx", path: "/auditor?from=2020-01-01&to=2020-01-31", who: owner },
  { file: "audit._index.tsx", path: "/audit", who: auditor },
  { file: "audit._index.tsx", path: "/audit?q=assignment&group=register", who: owner },
  { file: "audit._index.tsx", path: "/audit?subject=nothing-like-it", who: auditor },
  { file: "audit.$seq.tsx", path: "/audit/3", who: auditor },
  { file: "audit.verifications._index.tsx", path: "/audit/verifications", who: auditor },
  { file: "audit.verifications.$id.tsx", path: "{the walk along the log}", who: auditor },
];

/** Where the first of what has an id that nobody knows beforehand is found. */
export const firstOfAudit = { "the walk along the log": "/audit/verifications" };
