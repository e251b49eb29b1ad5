import { type Compose, onException, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

type DueTemplate =
  | "exception_begun"
  | "emergency_lapsed"
  | "answer_reminder"
  | "grace_expiring"
  | "grace_expired"
  | "checks_overdue"
  | "campaign_reminder"
  | "campaign_overdue"
  | "oath_audit_due"
  | "access_ending";

type Data = Parameters<Compose>[0];

const onCampaign =
  (lead: (data: Data) => string): Compose =>
  (data, { page }) => ({
    subject: `Reviews still open: ${data("name")}`,
    lead: lead(data),
    facts: [
      ["Still open", data("count")],
      ["Until", shownInstant(data("deadline"))],
    ],
    link: { label: "Open the campaign", url: page(`/reviews/campaigns/${data("campaignId")}`) },
    after: "What nobody reviews is listed as unanswered when the campaign is signed off.",
    footnote: opensOnly,
  });

/** What the messages say of what begins, lapses or comes due by itself. */
export const dueContents: Pick<Record<Template, Compose>, DueTemplate> = {
  exception_begun: onException(
    "it counts from now on",
    (data) => `Its start has come: sign-ins may rest on the exception since ${shownInstant(data("startsAt"))}.`,
    (data) => `It ends by itself on ${shownInstant(data("endsAt"))}.`,
  ),
  emergency_lapsed: onException(
    "the emergency has ended, nobody ratified it",
    (data) =>
      `It was granted by one person alone, and ended by itself on ${shownInstant(data("endsAt"))} because not everyone who was skipped agreed.`,
    "No sign-in rests on it any more. What is still needed has to be asked for anew.",
  ),
  answer_reminder: onException(
    "a question to you is still open",
    (data) => `Your exception was sent back with a question on ${shownInstant(data("since"))}.`,
    (data) => `Answer it and hand the exception in again by ${shownInstant(data("lapsesAt"))}; after that it lapses.`,
  ),
  access_ending: (data, { page }) => ({
    subject: `Access of ${data("name")} ends on ${shownInstant(data("endsAt"))}`,
    lead: `The access that was given to ${data("name")} for a time ends by itself on ${shownInstant(data("endsAt"))}.`,
    facts: [
      ["Person", data("name")],
      ["Ends", shownInstant(data("endsAt"))],
    ],
    link: { label: "Open the person", url: page(`/settings/people?manage=${data("userId")}`) },
    after: "If the audit is over by then, nothing has to be done. An admin can move the end, or end it at once.",
    footnote: opensOnly,
  }),
  grace_expiring: (data, { page }) => ({
    subject: `Set up a second factor by ${shownInstant(data("endsAt"))}`,
    lead: `Your time to set up a second factor ends on ${shownInstant(data("endsAt"))}. From then on you can only sign in to set one up.`,
    facts: [["Ends", shownInstant(data("endsAt"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "A passkey takes a minute. If you cannot enrol one, ask for an exception before the time is over.",
    footnote: opensOnly,
  }),
  grace_expired: (data, { page }) => ({
    subject: "Your time to set up a second factor is over",
    lead: `Your time to set up a second factor ended on ${shownInstant(data("endsAt"))}. At the next sign-in you set one up before anything else.`,
    facts: [["Ended", shownInstant(data("endsAt"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "If you cannot enrol one, tell your administrator.",
    footnote: opensOnly,
  }),
  checks_overdue: onException(
    "nobody has checked its controls in time",
    (data) => `Not checked in time: ${data("controls")}.`,
    "The exception was approved because these work. Look at them, and put what you find on its page.",
  ),
  campaign_reminder: onCampaign(
    (data) => `Exceptions wait for your review in the campaign “${data("name")}”, which ends in ${data("days")}.`,
  ),
  campaign_overdue: onCampaign(
    (data) => `The deadline of the campaign “${data("name")}” has passed, and not everything was reviewed.`,
  ),
  oath_audit_due: (data, { page }) => ({
    subject: `The audit of tokens for ${data("quarter")} ${data("isOverdue") ? "is overdue" : "is open"}`,
    lead: data("isOverdue")
      ? `The quarterly audit of tokens was due on ${shownInstant(data("dueAt"))} and is still open.`
      : `The quarterly audit of tokens is due on ${shownInstant(data("dueAt"))}.`,
    facts: [["Questions without an answer", data("questions")]],
    link: { label: "Open the audit", url: page(`/settings/oath/audits/${data("auditId")}`) },
    after: "The next audit opens once this one has been closed.",
    footnote: opensOnly,
  }),
};
