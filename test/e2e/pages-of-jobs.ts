const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";

/** What runs by the clock, by who may let it run and who looks on. */
export const jobPages = [
  { file: "settings.jobs._index.tsx", path: "/settings/jobs", who: owner },
  { file: "settings.jobs._index.tsx", path: "/settings/jobs", who: auditor },
  { file: "settings.jobs.$name.tsx", path: "/settings/jobs/verify-chain", who: owner },
  { file: "settings.jobs.$name.tsx", path: "/settings/jobs/send-outbox", who: auditor },
];
