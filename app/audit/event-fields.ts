/** What fields of events are called where the name alone, taken apart into words, would not say it. */
const labels: Record<string, string> = {
  aal: "Assurance level",
  actsAt: "Consequence at",
  after: "After",
  alarmHours: "Rings so many hours ahead",
  at: "At",
  before: "Before",
  body: "In full",
  deciderIds: "Who can decide",
  done: "Made up for",
  email: "Address",
  factorUsedAt: "Factor used",
  firstBreak: "First row that does not follow",
  firstStreamBreak: "First batch that does not follow",
  fromUserId: "Instead of",
  inherent: "Inherent risk",
  ip: "Address of the client",
  isLast: "Was the last approval needed",
  isSecretNew: "Got another secret",
  isUrlNew: "Got another address",
  leftOutIds: "Left out",
  mfaResetBy: "Factors are reset by",
  onBehalfOf: "On behalf of",
  partOf: "Part of the use",
  prevHash: "Hash before",
  residual: "Residual risk",
  sha256: "SHA-256",
  skippedIds: "Passed over",
  source: "Taken in from",
  subject: "Known there as",
  to: "To",
  toIds: "Told",
  toUserId: "To",
  toAddress: "To",
  upTo: "Up to row",
  upToSeq: "Rows that follow",
  userIds: "To people",
  userName: "User name",
  via: "By way of",
};

/** Returns what a field of an event is called: "Content hash" for "contentHash", "Owner" for "ownerId". */
export function fieldLabel(path: string): string {
  return path
    .split(".")
    .map((name) => labels[name] ?? split(name))
    .map((label, index) => (index === 0 ? label : label.toLowerCase()))
    .join(", ");
}

function split(name: string): string {
  const words = name
    .replaceAll("_", " ")
    .replace(/([a-z0-9])([A-Z])/g, (_match, one: string, other: string) => `${one} ${other.toLowerCase()}`)
    .replace(/^is /, "")
    .replace(/ ids$/, "s")
    .replace(/ id$/, "")
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Where more is known of something, by how its id begins. */
const pages: readonly [RegExp, (id: string) => string][] = [
  [/^EXC-\d{4}-\d+$/, (id) => `/exceptions/${id}`],
  [/^usr_\w+$/, (id) => `/directory/users/${id}`],
  [/^rpl_\w+$/, (id) => `/replays/${id}`],
  [/^cmp_\w+$/, (id) => `/reviews/campaigns/${id}`],
  [/^ver_\w+$/, (id) => `/audit/verifications/${id}`],
  [/^drl_\w+$/, (id) => `/break-glass/drills/${id}`],
  [/^oat_\w+$/, (id) => `/settings/oath/${id}`],
  [/^whk_\w+$/, (id) => `/settings/webhooks/${id}`],
  [/^ctl_\w+$/, (id) => `/settings/controls/${id}`],
  [/^idp_\w+$/, (id) => `/settings/single-sign-on/${id}`],
  [/^rep_\w+$/, (id) => `/reports/${id}`],
  [/^run_\w+$/, (id) => `/reports/runs/${id}`],
  [/^exp_\w+$/, (id) => `/exports/${id}`],
];

/** Returns the page of what an id stands for; null where it has none. */
export function pageOfId(id: string): string | null {
  return pages.find(([form]) => form.test(id))?.[1](id) ?? null;
}
