import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

const tellAtOnce = "If that was not you, tell your administrator at once.";

/** What people are told of how they sign in, and the security contact of what was done to it. */
export const accountContents = {
  factor_removal_blocked: (data, { page }) => ({
    subject: `“${data("label")}” was not removed from your account`,
    lead: `Somebody signed in as you tried to remove “${data("label")}”, your last way to sign in. It was refused. ${tellAtOnce}`,
    facts: [["When", shownInstant(data("at"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "Add another factor first; then this one can go.",
    footnote: opensOnly,
  }),
  password_reset: (data) => ({
    subject: "Set a new password",
    lead: "Somebody, hopefully you, said that they forgot the password of your account. The link lets you set a new one.",
    facts: [["Link ends", shownInstant(data("expiresAt"))]],
    link: { label: "Set a new password", url: data("url") },
    after: "It signs nobody in: you are asked for your second factor as always. If you did not ask, leave it alone.",
    footnote: "The link works once. Nobody will ever ask you for it.",
  }),
  password_changed: (data, { page }) => ({
    subject: "Your password was changed",
    lead: `The password of your account was changed, and your other sessions were ended. ${tellAtOnce}`,
    facts: [["When", shownInstant(data("at"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "Your second factors are what they were.",
    footnote: opensOnly,
  }),
  mfa_reset: (data, { page }) => ({
    subject: "Your second factors were reset",
    lead: `${data("author")} took all your factors away, recovery codes included, and ended your sessions. If you did not ask for that, tell your administrator at once.`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["Factors", data("factors")],
    ],
    link: { label: "Sign in", url: page("/sign-in") },
    after: "At your next sign-in you set up a new one.",
    footnote: opensOnly,
  }),
  mfa_reset_alert: (data, { page }) => ({
    subject: `The second factors of ${data("person")} were reset`,
    lead: `${data("author")} took all factors of ${data("person")} away. If nobody asked for it, bar the account at once.`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["Seen on video", data("videoCall")],
      ["Matching address", data("email")],
      ["Reference", data("reference")],
    ],
    link: { label: "Open the person", url: page(`/directory/users/${data("userId")}`) },
    after:
      "Their sessions, remembered devices and tokens that may approve have ended. They enrol at their next sign-in.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;
