import { accountContents } from "./account-contents.ts";
import { type Compose, onException, openPage, opensOnly } from "./on-exception.ts";
import { proposalContents } from "./proposal-contents.ts";
import { recoveryCodeContents } from "./recovery-code-contents.ts";
import { reviewContents } from "./review-contents.ts";
import { sessionContents } from "./session-contents.ts";
import { shownInstant } from "./shown-instant.ts";
import { singleSignOnContents } from "./single-sign-on-contents.ts";
import type { Template } from "./templates.ts";

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
  approval_needed: (data, links) =>
    onException(
      data("rating") ? "your decision is needed" : "a risk rating is needed",
      () =>
        data("rating") ? "An exception waits for your decision." : "An exception was handed in and waits to be rated.",
      "It has no effect before everyone needed has approved and it has been put in place.",
    )(data, links),
  filed_for_you: onException(
    "asked for on your behalf",
    (data) => `${data("requestor")} has asked for an exception for you. You cannot approve it yourself.`,
    "If you know nothing of it, tell your administrator: it would let sign-ins in your name pass with less.",
  ),
  changes_requested: onException(
    "a question before it goes on",
    () => "Your exception was sent back with a question. Answer it and hand the exception in again.",
    "Until then it has no effect.",
  ),
  exception_approved: onException(
    "approved, not in place yet",
    () =>
      "Everyone needed has approved. An implementer, who is neither the requestor nor an approver, puts it in place.",
    "It has no effect on any sign-in before that.",
  ),
  exception_rejected: onException(
    "refused",
    () => "The exception was refused for good. The comment says why.",
    "If the need goes on, file a new one that answers it.",
  ),
  exception_active: onException(
    "in place",
    (data) => `The exception is in place. It ends by itself on ${shownInstant(data("endsAt"))}.`,
    "You will be told before the end, and of every review.",
  ),
  exception_revoked: onException(
    "ended early",
    () => "The exception was revoked. No sign-in has rested on it since.",
    "It stays open until it has been closed with evidence.",
  ),
  exception_suspended: onException(
    "on hold",
    () => "The exception was put on hold. No sign-in has rested on it since.",
    "An approver or admin can resume it; it ends at its own end all the same.",
  ),
  exception_resumed: onException(
    "counts again",
    () => "The exception is no longer on hold. Sign-ins may rest on it again.",
    "It ends by itself at its end, as before.",
  ),
  exception_shortened: onException(
    "a shorter term",
    (data) => `The term was shortened: it ends by itself on ${shownInstant(data("endsAt"))}.`,
    "What is needed for longer has to be asked for anew.",
  ),
  exception_escalated: onException(
    "a review was escalated",
    () => "A review of the exception was escalated to security leadership. It stays due until somebody decides.",
    "If nobody does, what its category says about silence happens.",
  ),
  emergency_granted: onException(
    "EMERGENCY, granted without you",
    (data) =>
      `One person put the exception in force alone. It ends by itself on ${shownInstant(data("endsAt"))} unless everyone who was skipped ratifies it before.`,
    "If you do not agree, revoke it: that counts at once.",
  ),
  emergency_ratified: onException(
    "the emergency is ratified",
    (data) => `Everyone who was skipped has agreed. The exception runs to ${shownInstant(data("endsAt"))}.`,
    "It is reviewed like any other from now on.",
  ),
  extension_requested: onException(
    "a later end is asked for",
    (data) => `A later end is asked for: ${shownInstant(data("extensionEndsAt"))}. It needs the same approvals anew.`,
    "Until they are given, it ends as agreed before.",
  ),
  approval_reminder: onException(
    "your decision is still needed",
    (data) =>
      `It has waited for ${data("waits")} since ${shownInstant(data("since"))}, and you are one of those who can decide.`,
    "If nobody decides, others are told, and in the end the request lapses.",
  ),
  approval_escalated: onException(
    "nobody has decided",
    (data) =>
      `It has waited for ${data("waits")} since ${shownInstant(data("since"))}. ${data("deciders") ? `It could be decided by ${data("deciders")}.` : "Nobody can decide about it as it is; somebody has to be added."}`,
    "If nobody decides, the request lapses; an emergency ends by itself.",
  ),
  delegation_created: (data, { page }) => ({
    subject: `${data("to")} decides for ${data("from")}`,
    lead: `${data("from")} has given their place among the approvers to ${data("to")}, from ${shownInstant(data("startsAt"))} to ${shownInstant(data("endsAt"))}.`,
    facts: [["Reason", data("reason")]],
    link: { label: "See it, or end it early", url: page("/account/delegations") },
    after: "Nothing can be decided that either of them could not decide alone, and it ends by itself.",
    footnote: opensOnly,
  }),
  delegation_ended: (data, { page }) => ({
    subject: `${data("to")} no longer decides for ${data("from")}`,
    lead: `The delegation was ended before its time. ${data("to")} decides nothing in the place of ${data("from")} any more.`,
    facts: [["Would have ended", shownInstant(data("endsAt"))]],
    link: { label: "See the delegations", url: page("/account/delegations") },
    after: "What was decided before stays decided.",
    footnote: opensOnly,
  }),
  extension_decided: onException(
    "the later end was decided about",
    (data) => `The wish for a later end was decided about. It ends on ${shownInstant(data("endsAt"))}.`,
    "The record says who decided, and why.",
  ),
  request_lapsed: onException(
    "lapsed",
    () => "Nobody decided about the exception in time, so the request has lapsed.",
    "If the need goes on, file a new one.",
  ),
  ...reviewContents,
  ...proposalContents,
  ...recoveryCodeContents,
  ...sessionContents,
  exception_expiring: onException(
    "its end is near",
    (data) => `The exception ends by itself on ${shownInstant(data("endsAt"))}.`,
    "If nobody does anything, sign-ins that rest on it will be asked for a second factor again.",
  ),
  exception_expired: onException(
    "ended",
    (data) => `The exception ended on ${shownInstant(data("endsAt"))}. No sign-in has rested on it since.`,
    "Please close it with evidence and with what you learned.",
  ),
  owner_reminded: onException(
    "a reminder",
    () => "You own this exception, and somebody asks you to look at it. The comment says why.",
    "Nothing has changed. What may be done with it now is on its page.",
  ),
  owner_assigned: onException(
    "another owner",
    (data) => `${data("owner")} answers for this exception from now on. The comment says why.`,
    "What was approved stays approved, for the same people, places and time.",
  ),
  exception_changed: (data, { exception }) => ({
    subject: `${data("id")}: now ${data("state")}`,
    lead: `The exception is now ${data("state")}. You are told because it is yours or because you watch it.`,
    facts: [
      ["Exception", `${data("id")}, ${data("title")}`],
      ["Comment", data("comment")],
    ],
    link: { label: "Open the exception", url: exception(data("id")) },
    after: "To be told no longer, stop watching it on its page Approvals.",
    footnote: opensOnly,
  }),
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
  ...singleSignOnContents,
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
  control_check_failed: (data, links) => ({
    subject: `${data("id")}: a compensating control failed its check`,
    lead: `“${data("control")}” was checked and does not work as it should.`,
    facts: [
      ["Exception", `${data("id")}, ${data("title")}`],
      ["Found", data("comment")],
    ],
    link: openPage(data, links),
    after:
      "Put it right and have it checked again, or put the exception on hold: its risk was rated with this control.",
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
