import { api, type Entry, everyone, page } from "./answers.ts";

/** The draft of the policy that is visited. */
export const policyDraft = "pol_visited";

const policyPut = {
  based_on: 1,
  reason: "Walked in",
  dial: "required",
  factor_set: "phishing_resistant",
  enrollment_timing: "within_grace_period",
  grace_hours: 1,
  recovery_codes_allowed: true,
  codes_count_as_enrollment: false,
  challenge_frequency: "every_sign_in",
  rules: [],
  floors: [],
};

/** Every workspace has a policy of its own, so a stranger who is an admin at home reads theirs. */
const endpoints: Entry[] = [
  { file: "api.v1.policy.ts", handler: "loader", path: "/api/v1/policy", answers: api },
  {
    file: "api.v1.policy.ts",
    handler: "action",
    method: "PUT",
    path: "/api/v1/policy",
    json: policyPut,
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
  { file: "api.v1.policy.versions.ts", handler: "loader", path: "/api/v1/policy/versions", answers: api },
  { file: "api.v1.policy.versions.ts", handler: "action", path: "/api/v1/policy/versions", answers: everyone(405) },
  {
    file: "api.v1.policy.versions.$version.ts",
    handler: "loader",
    path: "/api/v1/policy/versions/1",
    params: { version: "1" },
    answers: api,
  },
  {
    file: "api.v1.policy.versions.$version.ts",
    handler: "action",
    path: "/api/v1/policy/versions/1",
    answers: everyone(405),
  },
  { file: "api.v1.policy.drafts.ts", handler: "loader", path: "/api/v1/policy/drafts", answers: api },
  { file: "api.v1.policy.drafts.ts", handler: "action", path: "/api/v1/policy/drafts", answers: everyone(405) },
  {
    file: "api.v1.policy.drafts.$id.$command.ts",
    handler: "loader",
    path: `/api/v1/policy/drafts/${policyDraft}/withdraw`,
    answers: everyone(405),
  },
  {
    file: "api.v1.policy.drafts.$id.$command.ts",
    handler: "action",
    path: `/api/v1/policy/drafts/${policyDraft}/withdraw`,
    params: { id: policyDraft, command: "withdraw" },
    json: {},
    answers: { nobody: 401, stranger: 403, auditor: 403 },
  },
];

const pages: Entry[] = [
  { file: "settings.policy._index.tsx", handler: "loader", path: "/settings/policy", answers: page },
  {
    file: "settings.policy._index.tsx",
    handler: "action",
    path: "/settings/policy",
    form: { intent: "save", basedOn: "1", dial: "off" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  { file: "settings.policy.versions._index.tsx", handler: "loader", path: "/settings/policy/versions", answers: page },
  {
    file: "settings.policy.versions.$version.tsx",
    handler: "loader",
    path: "/settings/policy/versions/1",
    params: { version: "1" },
    answers: page,
  },
  {
    file: "settings.policy.versions.$version.tsx",
    handler: "action",
    path: "/settings/policy/versions/1",
    params: { version: "1" },
    form: { basedOn: "1", reason: "Walked in" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 403 },
  },
  {
    file: "settings.policy.drafts.$id.tsx",
    handler: "loader",
    path: `/settings/policy/drafts/${policyDraft}`,
    params: { id: policyDraft },
    answers: { ...page, stranger: 404 },
  },
  {
    file: "settings.policy.drafts.$id.tsx",
    handler: "action",
    path: `/settings/policy/drafts/${policyDraft}`,
    params: { id: policyDraft },
    form: { command: "reject", comment: "Walked in" },
    answers: { nobody: "→ /sign-in", stranger: 404, auditor: 403 },
  },
];

export const policyRoutes = [...endpoints, ...pages];
