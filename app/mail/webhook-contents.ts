import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

/** What admins are told about webhooks. */
export const webhookContents = {
  webhook_disabled: (data, { page }) => ({
    subject: `The webhook “${data("description")}” was disabled`,
    lead:
      data("reason") === "gone"
        ? "The receiver answered that it is gone, so nothing more is sent to it."
        : "The receiver has taken nothing for five days, so nothing more is sent to it.",
    facts: [
      ["Address", data("url")],
      ["Failing since", data("failingSince") && shownInstant(data("failingSince"))],
      ["Disabled", shownInstant(data("at"))],
    ],
    link: { label: "Open the webhook", url: page(`/settings/webhooks/${data("id")}`) },
    after: "Once it is enabled again it is told what happens from then on. What it did not take can be sent once more.",
    footnote: opensOnly,
  }),
} as const satisfies Record<string, Compose>;
