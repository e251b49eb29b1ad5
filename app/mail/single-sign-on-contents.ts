import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

/** What people and the security contact are told about signing in with an identity provider, and around it. */
export const singleSignOnContents = {
  bypass_sign_in: (data, { page }) => ({
    subject: `${data("person")} signed in without single sign-on`,
    lead: `${data("person")} was let in to the register around the identity provider. If nobody has said why, find out now.`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["With", data("methods")],
      ["From", data("ip")],
    ],
    link: { label: "Open the person", url: page(`/directory/users/${data("userId")}`) },
    after:
      "It is an account that may do so while the provider is down. After an emergency or a drill, change what it signs in with.",
    footnote: opensOnly,
  }),
  identity_linked: (data, { page }) => ({
    subject: `${data("name")} now signs you in to the register`,
    lead: `An account at ${data("name")} with your address was linked to yours. If that was not you, tell your administrator at once.`,
    facts: [["When", shownInstant(data("at"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "Your own factors stay, and are asked for as before.",
    footnote: opensOnly,
  }),
  identity_provider_changed: (data, { page }) => ({
    subject: `Single sign-on with ${data("name")} was changed`,
    lead: `${data("author")} changed whose word for who somebody is counts in the register.`,
    facts: [
      ["When", shownInstant(data("at"))],
      ["Issuer", data("issuer")],
      ["In use", data("isEnabled")],
      ["Believed in MFA", data("trustsMfa")],
      ["Adds people", data("addsPeople")],
    ],
    link: { label: "Open the settings", url: page(`/settings/single-sign-on/${data("id")}`) },
    after: "What exactly differs is in the audit log.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;
