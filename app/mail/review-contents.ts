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
function ifNobodyReviews(data: Parameters<Compose>[0]) {
  const unless = `If nobody reviews it by ${shownInstant(data("actsAt"))}`;
  if (data("consequence") === "suspend") return [unless, "it is put on hold."] as const;
  if (data("consequence") === "revoke") return [unless, "it is revoked."] as const;
  return [unless, "the security contact is told; it stays in force."] as const;
}

/** A break-glass account is tested each time: whether it lets in whom it should is seen in no other way. */
function asksValidation(data: (key: string) => string): boolean {
  return data("category") === "break_glass";
}

/** What the messages about reviews, exit plans and closing say. */
export const reviewContents: Pick<Record<Template, Compose>, ReviewTemplate> = {
  review_due: onException(
    "a review is due",
    (data) =>
      `The exception was due for review on ${shownInstant(data("dueAt"))}. ${asksValidation(data) ? "Validate the account first, and put the test on its page. " : ""}Decide whether it is still needed.`,
    "A review keeps it, shortens it, lets it expire, revokes it or escalates it; what it decides is final.",
    ifNobodyReviews,
  ),
  review_warning: onException(
    "nobody has reviewed it yet",
    (data) =>
      `The review that was due on ${shownInstant(data("dueAt"))} is still open, and half of the time to answer is over.`,
    "A review keeps it, shortens it, lets it expire, revokes it or escalates it; what it decides is final.",
    ifNobodyReviews,
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
