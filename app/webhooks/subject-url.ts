/** The pages of what events are about, where that has a page of its own. */
const pages: Readonly<Record<string, (id: string) => string>> = {
  exception: (id) => `/exceptions/${id}`,
  user: (id) => `/directory/users/${id}`,
  campaign: (id) => `/reviews/campaigns/${id}`,
  category: (id) => `/settings/categories/${id}`,
  control: (id) => `/settings/controls/${id}`,
  replay: (id) => `/replays/${id}`,
  policy: () => "/settings/policy",
  policy_draft: (id) => `/settings/policy/drafts/${id}`,
  identity_provider: (id) => `/settings/single-sign-on/${id}`,
  break_glass_use: (id) => `/break-glass/uses/${id}`,
  drill: (id) => `/break-glass/drills/${id}`,
  incident: (id) => `/break-glass/incidents/${id}`,
  finding: () => "/break-glass",
  job: (id) => `/settings/jobs/${id}`,
  report: (id) => `/reports/${id}`,
  checkpoint: () => "/checkpoints",
  signing_key: () => "/checkpoints",
  webhook: (id) => `/settings/webhooks/${id}`,
};

/** Returns the page of what an event is about, or the audit log narrowed down to it. */
export function subjectUrl(publicUrl: string, { kind, id }: { kind: string; id: string }): string {
  const encoded = encodeURIComponent(id);
  const page = pages[kind]?.(encoded) ?? `/audit?subject=${encoded}`;
  return `${publicUrl}${page}`;
}
