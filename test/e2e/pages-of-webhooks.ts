const owner = "Siobhan Kearney";
const auditor = "Ruth Abara";

/** Who is told outside, by those who decide it and those who look on. */
export const webhookPages = [
  { file: "settings.webhooks._index.tsx", path: "/settings/webhooks", who: owner },
  { file: "settings.webhooks.new.tsx", path: "/settings/webhooks/new", who: owner },
  { file: "settings.webhooks.$id._index.tsx", path: "{the first webhook}", who: owner },
  { file: "settings.webhooks.$id._index.tsx", path: "{the first webhook}?state=given_up", who: auditor },
  { file: "settings.webhooks.$id.edit.tsx", path: "{the first webhook}/edit", who: owner },
  { file: "settings.webhooks.$id.messages.$messageId.tsx", path: "{the first message to a webhook}", who: auditor },
];

/** Where the addresses of those above are found: the first link of each list. */
export const firstOfWebhooks = {
  "the first webhook": "/settings/webhooks",
  "the first message to a webhook": "{the first webhook}",
};
