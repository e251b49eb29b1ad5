import { type Compose, onException, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

type ReviewTemplate =
  | "review_due"
  | "review_warning"
  | "review_unanswered"
  | "milestone_missed"
  | "closure_due"
  | "campaign_begun";

/** What happens if nobody answers, said of the instant at which it does. */
function consequenceText(consequence: string, actsAt: string): string {
  const when = shownInstant(actsAt);
  if (consequence === "suspend") return `If nobody reviews it, it is put on hold on ${when}.`;
  if (consequence === "revoke") return `If nobody reviews it, it is revoked on ${when}.`;
  return `If nobody reviews it by ${when}, the security contact is told.`;
}

/** What the messages about reviews, exit plans and closing say. */
export const reviewContents: Pick<Record<Template, Compose>, ReviewTemplate> = {
  review_due: onException(
    "a review is due",
    (data) => `The exception was due for review on ${shownInstant(data("dueAt"))}. Decide whether it is still needed.`,
    (data) => consequenceText(data("consequence"), data("actsAt")),
  ),
  review_warning: onException(
    "nobody has reviewed it yet",
    (data) =>
      `The review that was due on ${shownInstant(data("dueAt"))} is still open, and half of the time to answer is over.`,
    (data) => consequenceText(data("consequence"), data("actsAt")),
  ),
  review_unanswered: onException(
    "its review was not answered",
    (data) =>
      `Nobody has answered the review that was due on ${shownInstant(data("dueAt"))}, in spite of two messages.`,
    "It goes on as before, and its review stays open. Somebody has to decide whether it is still needed.",
  ),
  milestone_missed: onException(
    "a step of the exit plan is late",
    (data) => `Not reached in time: ${data("milestones")}.`,
    "Report on it on the page of the exception, or say at its review why it takes longer.",
  ),
  closure_due: onException(
    "it has ended and waits to be closed",
    (data) => `The exception ended on ${shownInstant(data("endedAt"))} and is not closed yet.`,
    "Close it with what shows that it has ended, and with what would have avoided it.",
  ),
  campaign_begun: (data, { page }) => ({
    subject: `Reviews for you: ${data("name")}`,
    lead: `${data("author")} asks you to review exceptions in the campaign “${data("name")}”.`,
    facts: [
      ["Exceptions", data("count")],
      ["Until", shownInstant(data("deadline"))],
    ],
    link: { label: "Open the campaign", url: page(`/reviews/campaigns/${data("campaignId")}`) },
    after: "What nobody reviews is listed as unanswered when the campaign is signed off.",
    footnote: opensOnly,
  }),
};
