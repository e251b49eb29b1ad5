import { type Entry, everyone, page } from "./answers.ts";

const proof = { video_call: "Seen on video at noon", email: "walked@in.example", reference: "" };
const skip = {
  reason: "Walked in, in more than twenty characters",
  missing_item: "A phone",
  arrives_on: "Tomorrow",
  control: "Nothing",
};
const misses = { nobody: "→ /sign-in", stranger: 404, auditor: 403 } as const;
const opens = { ...page, stranger: 404, auditor: 403 } as const;

const hidden = { nobody: 401, stranger: 404, auditor: 403 } as const;
/** The token has no factor behind it that was used a moment ago, whoever shows it. */
const needsFactor = { ...hidden, auditor: 401 } as const;

/** Everything by which somebody who cannot get in gets back in. */
export function backInRoutes(userId: string): Entry[] {
  const params = { id: userId };
  const apiOf = `/api/v1/users/${userId}`;
  return [
    { file: "forgot-password.tsx", handler: "loader", path: "/forgot-password", answers: everyone(200) },
    {
      file: "forgot-password.tsx",
      handler: "action",
      path: "/forgot-password",
      form: { workspace: "acme", userName: "nobody@acme.example" },
      answers: everyone(200),
    },
    {
      file: "reset-password.$token.tsx",
      handler: "loader",
      path: "/reset-password/made-up",
      params: { token: "made-up" },
      answers: everyone(404),
    },
    {
      file: "reset-password.$token.tsx",
      handler: "action",
      path: "/reset-password/made-up",
      params: { token: "made-up" },
      form: { password: "correct horse battery" },
      answers: everyone(409),
    },
    { file: "account.password.tsx", handler: "loader", path: "/account/password", answers: page },
    {
      file: "account.password.tsx",
      handler: "action",
      path: "/account/password",
      form: { current: "", password: "" },
      answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
    },
    {
      file: "directory.users.$id_.reset-mfa.tsx",
      handler: "loader",
      path: `/directory/users/${userId}/reset-mfa`,
      params,
      answers: opens,
    },
    {
      file: "directory.users.$id_.reset-mfa.tsx",
      handler: "action",
      path: `/directory/users/${userId}/reset-mfa`,
      params,
      form: proof,
      answers: misses,
    },
    {
      file: "directory.users.$id_.skip-mfa.tsx",
      handler: "loader",
      path: `/directory/users/${userId}/skip-mfa`,
      params,
      answers: opens,
    },
    {
      file: "directory.users.$id_.skip-mfa.tsx",
      handler: "action",
      path: `/directory/users/${userId}/skip-mfa`,
      params,
      form: skip,
      answers: misses,
    },
    {
      file: "api.v1.users.$id.reset-mfa.ts",
      handler: "loader",
      path: `/api/v1/users/${userId}/reset-mfa`,
      params,
      answers: everyone(405),
    },
    {
      file: "api.v1.users.$id.reset-mfa.ts",
      handler: "action",
      path: `/api/v1/users/${userId}/reset-mfa`,
      params,
      json: proof,
      answers: { nobody: 401, stranger: 404, auditor: 403 },
    },
    {
      file: "api.v1.users.$id.skip-mfa.ts",
      handler: "loader",
      path: `${apiOf}/skip-mfa`,
      params,
      answers: everyone(405),
    },
    {
      file: "api.v1.users.$id.skip-mfa.ts",
      handler: "action",
      path: `${apiOf}/skip-mfa`,
      params,
      json: { ...skip, hours: 8, days: 7 },
      answers: hidden,
    },
    { file: "api.v1.users.$id.unlock.ts", handler: "loader", path: `${apiOf}/unlock`, params, answers: everyone(405) },
    {
      file: "api.v1.users.$id.unlock.ts",
      handler: "action",
      path: `${apiOf}/unlock`,
      params,
      json: {},
      answers: needsFactor,
    },
    { file: "api.v1.users.$id.access.ts", handler: "loader", path: `${apiOf}/access`, params, answers: everyone(405) },
    {
      file: "api.v1.users.$id.access.ts",
      handler: "action",
      method: "DELETE",
      path: `${apiOf}/access`,
      params,
      answers: needsFactor,
    },
  ];
}
