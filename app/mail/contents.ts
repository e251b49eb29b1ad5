import { accountContents } from "./account-contents.ts";
import { approvalContents } from "./approval-contents.ts";
import { breakGlassUseContents } from "./break-glass-use-contents.ts";
import { checkpointContents } from "./checkpoint-contents.ts";
import { clockworkContents } from "./clockwork-contents.ts";
import { digestContents } from "./digest-contents.ts";
import { dueContents } from "./due-contents.ts";
import { exceptionContents } from "./exception-contents.ts";
import { type Compose, opensOnly } from "./on-exception.ts";
import { proposalContents } from "./proposal-contents.ts";
import { recoveryCodeContents } from "./recovery-code-contents.ts";
import { reportContents } from "./report-contents.ts";
import { reviewContents } from "./review-contents.ts";
import { rotationContents } from "./rotation-contents.ts";
import { sessionContents } from "./session-contents.ts";
import { shownInstant } from "./shown-instant.ts";
import { singleSignOnContents } from "./single-sign-on-contents.ts";
import type { Template } from "./templates.ts";
import { webhookContents } from "./webhook-contents.ts";

const onOwnFactor =
  (what: string, after: string): Compose =>
  (data, { page }) => ({
    subject: `“${data("label")}” ${what}`,
    lead: `“${data("label")}” ${what}. If that was not you, tell your administrator at once.`,
    facts: [["When", shownInstant(data("at"))]],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after,
    footnote: opensOnly,
  });

const onComment =
  (what: string, why: string): Compose =>
  (data, { exception }) => ({
    subject: `${data("id")}: ${data("author")} ${what}`,
    lead: `${data("author")} ${what}. ${why}`,
    facts: [
      ["Exception", `${data("id")}, ${data("title")}`],
      ["Comment", data("text") || "To be read on the page only."],
    ],
    link: { label: "Read it and answer", url: `${exception(data("id"))}/approvals` },
    after: "An answer to this mail reaches nobody; comments are made on the page.",
    footnote: opensOnly,
  });

/** What each message says. A link opens a page and does nothing by itself: mail is forwarded, and read by scanners. */
export const contents: Record<Template, Compose> = {
  ...clockworkContents,
  ...approvalContents,
  ...exceptionContents,
  ...reviewContents,
  ...proposalContents,
  ...dueContents,
  ...recoveryCodeContents,
  ...sessionContents,
  ...breakGlassUseContents,
  ...webhookContents,
  ...checkpointContents,
  ...reportContents,
  comment_added: onComment("commented", "You are told because the exception is yours or because you watch it."),
  mentioned_in_comment: onComment("named you in a comment", "You are told because your name stands in it."),
  invitation: (data) => ({
    subject: "Set up your sign-in",
    lead: "You have been given an account in the MFA register. The link lets you set up a passkey, or a password and an authenticator app.",
    facts: [["Link ends", shownInstant(data("expiresAt"))]],
    link: { label: "Set up your sign-in", url: data("url") },
    after: "The link works once. If you did not expect it, leave it alone and tell your administrator.",
    footnote: "Nobody will ever ask you for this link.",
  }),
  account_closed: (data, { page }) => ({
    subject: "Your account is closed for a while",
    lead: `${data("failures")} wrong tries to sign in as you closed your account until ${shownInstant(data("until"))}.`,
    facts: [],
    link: { label: "Open your sign-in", url: page("/account/security") },
    after: "It opens again by itself. If it was not you, tell your administrator: somebody may know your password.",
    footnote: opensOnly,
  }),
  factor_added: onOwnFactor("was added to your account", "It can be used to sign in as you from now on."),
  factor_removed: onOwnFactor("was removed from your account", "Every other session of yours was ended with it."),
  ...accountContents,
  ...digestContents,
  ...singleSignOnContents,
  ...rotationContents,
  factor_copied: onOwnFactor(
    "was refused, and may have been copied",
    "It answered with a count that it had used before, as a copy of a key does. Nobody was signed in by it. Remove it, and add another one.",
  ),
  token_resynchronised: onOwnFactor(
    "was set to the right time",
    "Two of its codes in a row showed how far its clock is off. Its codes count again.",
  ),
  policy_weakening_waits: (data, { page }) => ({
    subject: "A weaker MFA policy waits for a second admin",
    lead: `${data("author")} asks to weaken the MFA policy. It comes into force once another admin confirms it.`,
    facts: [
      ["Weakens", data("weakens")],
      ["Reason", data("reason")],
    ],
    link: { label: "See the difference and decide", url: page(`/settings/policy/drafts/${data("draftId")}`) },
    after: "Until then the policy stands as it is, and nobody is let in by the weaker one.",
    footnote: opensOnly,
  }),
  policy_weakening_decided: (data, { page }) => ({
    subject: `Your weaker MFA policy was ${data("decision")}`,
    lead: `${data("decider")} ${data("decision")} the policy that you asked for.`,
    facts: [
      ["Your reason", data("reason")],
      ["Comment", data("comment")],
    ],
    link: { label: "Open it", url: page(`/settings/policy/drafts/${data("draftId")}`) },
    after: "A policy that was confirmed counts from the next sign-in on; running sessions stay.",
    footnote: opensOnly,
  }),
  category_weakened: (data, { page }) => ({
    subject: `The rules of “${data("category")}” were weakened`,
    lead: `${data("author")} changed what exceptions of this category may do.`,
    facts: [
      ["Weakens", data("weakens")],
      ["Reason", data("reason")],
    ],
    link: { label: "See the versions", url: page(`/settings/categories/${data("categoryId")}`) },
    after: "It holds for new exceptions. Those that were submitted before keep the stricter rules.",
    footnote: opensOnly,
  }),
  audit_broken: (data, { page }) => ({
    subject: "The audit log does not follow",
    lead: `The check of the audit log found that ${data("where")} does not follow: ${data("reason")}.`,
    facts: [
      ["First that does not follow", data("where")],
      ["Found", shownInstant(data("foundAt"))],
    ],
    link: { label: "Open the audit log", url: page("/audit") },
    after: "Keep the database as it is, and compare it with the last backup and with exports kept elsewhere.",
    footnote: opensOnly,
  }),
};
