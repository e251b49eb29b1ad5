import { type Compose, onException } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

/** A message that proposes to end an exception, with a link to the page on which that is done. */
const proposing =
  (...said: Parameters<typeof onException>): Compose =>
  (data, links) => ({
    ...onException(...said)(data, links),
    link: { label: "Revoke it", url: links.page(`/exceptions/${encodeURIComponent(data("id"))}/revoke`) },
  });

/** What the messages say by which an end is proposed. */
export const proposalContents: Pick<Record<Template, Compose>, "exception_dormant" | "exception_needless"> = {
  exception_dormant: proposing(
    "nobody uses it",
    (data) => `No sign-in has rested on the exception since ${shownInstant(data("since"))}, for ${data("days")} days.`,
    "If it is not needed any more, revoke it. If it is, there is nothing to do.",
  ),
  exception_needless: proposing(
    "a factor was enrolled",
    () => "Everybody whom the exception names has a factor that the policy accepts, and seems to need it no longer.",
    "If that is so, revoke it. If it is still needed, there is nothing to do.",
  ),
};
