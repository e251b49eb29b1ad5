import { type Entry, everyone, own, page } from "./answers.ts";

const off = {
  name: "Login",
  issuer: "https://login.example.com",
  clientId: "mfa-register",
  scopes: "openid email",
  unnamedCountsAs: "nothing",
};

/** Every handler of single sign-on, with a request that would do something if it were let in. */
export const singleSignOnRoutes: Entry[] = [
  {
    file: "sign-in_.sso._index.tsx",
    handler: "action",
    path: "/sign-in/sso",
    form: { intent: "sign_in", provider: "idp_made_up" },
    answers: everyone(404),
  },
  {
    file: "sign-in_.sso.callback.tsx",
    handler: "loader",
    path: "/sign-in/sso/callback?code=x&state=x",
    answers: everyone(409),
  },
  {
    file: "settings.single-sign-on._index.tsx",
    handler: "loader",
    path: "/settings/single-sign-on",
    answers: page,
  },
  {
    file: "settings.single-sign-on.$id.tsx",
    handler: "loader",
    path: "/settings/single-sign-on/new",
    params: { id: "new" },
    answers: own,
  },
  {
    file: "settings.single-sign-on.$id.tsx",
    handler: "action",
    path: "/settings/single-sign-on/new",
    params: { id: "new" },
    form: off,
    answers: { ...own, stranger: "→ /settings/single-sign-on" },
  },
];
