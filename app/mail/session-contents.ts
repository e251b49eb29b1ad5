import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

/** What people are told of their sessions. */
export const sessionContents = {
  new_device: (data, { page }) => ({
    subject: "A sign-in from a new browser",
    lead: "Somebody signed in as you, in a browser in which you were not known. If that was not you, end the session, change your password and tell your administrator at once.",
    facts: [
      ["Browser", data("device")],
      ["Address", data("ip")],
      ["When", shownInstant(data("at"))],
    ],
    link: { label: "See your sessions", url: page("/account/sessions") },
    after: "If it was you, nothing needs to be done. What a browser says of itself proves nothing.",
    footnote: opensOnly,
  }),
} satisfies Partial<Record<Template, Compose>>;
