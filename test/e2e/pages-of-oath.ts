const owner = "Siobhan Kearney";
const identity = "Amara Diallo";
const auditor = "Ruth Abara";

/** The tokens that make one-time codes, by those who keep them, those who look on and those who have one. */
export const oathPages = [
  { file: "settings.oath._index.tsx", path: "/settings/oath", who: owner },
  { file: "settings.oath._index.tsx", path: "/settings/oath?show=ageing", who: auditor },
  { file: "settings.oath._index.tsx", path: "/settings/oath?q=nothing+like+it", who: auditor },
  { file: "settings.oath.import.tsx", path: "/settings/oath/import", who: owner },
  { file: "settings.oath.$id.tsx", path: "{a token in stock}", who: owner },
  { file: "settings.oath.$id.tsx", path: "{a token that drifts}", who: owner },
  { file: "settings.oath.$id.tsx", path: "{the lost token}", who: auditor },
  { file: "settings.oath.$id.tsx", path: "{an authenticator app}", who: owner },
  { file: "settings.oath.audits._index.tsx", path: "/settings/oath/audits", who: owner },
  { file: "settings.oath.audits.$id.tsx", path: "{the open audit of tokens}", who: owner },
  { file: "settings.oath.audits.$id.tsx", path: "{the open audit of tokens}", who: auditor },
  { file: "account.resync.$id.tsx", path: "{Clock of one's own app}", who: identity },
  { file: "sign-in_.resync.tsx", path: "/sign-in/resync", who: null },
  { file: "my-work.tsx", path: "/my-work", who: owner },
];

/** Where the addresses of those above are found: the first link of each list. */
export const firstOfOath = {
  "a token in stock": "/settings/oath?show=in_stock",
  "a token that drifts": "/settings/oath?show=drifting",
  "the lost token": "/settings/oath?q=KT-40076",
  "an authenticator app": "/settings/oath?q=conor",
  "the open audit of tokens": "/settings/oath/audits",
};
