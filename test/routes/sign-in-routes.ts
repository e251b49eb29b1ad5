import { type Entry, everyone, page } from "./answers.ts";

/** The pages of the way in, and of using a factor anew. */
export const signInRoutes: readonly Entry[] = [
  {
    file: "setup.$token.tsx",
    handler: "loader",
    path: "/setup/made-up",
    params: { token: "made-up" },
    answers: everyone(404),
  },
  {
    file: "setup.$token.tsx",
    handler: "action",
    path: "/setup/made-up",
    params: { token: "made-up" },
    form: { intent: "password", password: "correct horse battery", challenge: "chl_x", code: "123456" },
    answers: everyone(409),
  },
  {
    file: "sign-in.tsx",
    handler: "loader",
    path: "/sign-in",
    answers: { nobody: 200, stranger: "→ /", auditor: "→ /" },
  },
  { file: "sign-in.tsx", handler: "action", path: "/sign-in", form: {}, answers: everyone(400) },
  // Whoever is let in already has no business at the wall.
  {
    file: "enroll.tsx",
    handler: "loader",
    path: "/enroll",
    answers: { nobody: "→ /sign-in", stranger: "→ /sign-in", auditor: "→ /sign-in" },
  },
  {
    file: "enroll.tsx",
    handler: "action",
    path: "/enroll",
    form: { intent: "totp" },
    answers: { nobody: "→ /sign-in", stranger: "→ /sign-in", auditor: "→ /sign-in" },
  },
  { file: "sign-out.ts", handler: "loader", path: "/sign-out", answers: everyone("→ /") },
  { file: "sign-out.ts", handler: "action", path: "/sign-out", form: {}, answers: everyone("→ /sign-in") },
  { file: "step-up.tsx", handler: "loader", path: "/step-up", answers: page },
  {
    file: "step-up.tsx",
    handler: "action",
    path: "/step-up",
    form: { intent: "totp" },
    answers: { nobody: "→ /sign-in", stranger: 400, auditor: 400 },
  },
];
