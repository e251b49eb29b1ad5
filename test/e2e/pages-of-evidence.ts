const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";

/** What is signed and handed on, by those who see to it and those who take it. */
export const evidencePages = [
  { file: "checkpoints._index.tsx", path: "/checkpoints", who: owner },
  { file: "checkpoints._index.tsx", path: "/checkpoints?before=2", who: auditor },
  { file: "evidence.tsx", path: "/evidence", who: auditor },
  { file: "evidence.tsx", path: "/evidence?from=2026-01-01&to=2026-03-31", who: owner },
];
