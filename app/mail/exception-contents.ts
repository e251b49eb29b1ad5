import { beforeTheEnd, extensionDecided, overtaken, undecidedAtTheEnd } from "./extension-contents.ts";
import { type Compose, onException } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

type ExceptionTemplate =
  | "filed_for_you"
  | "changes_requested"
  | "exception_approved"
  | "exception_rejected"
  | "exception_active"
  | "exception_revoked"
  | "exception_suspended"
  | "exception_resumed"
  | "exception_shortened"
  | "exception_let_expire"
  | "exception_escalated"
  | "extension_decided"
  | "request_lapsed"
  | "exception_expiring"
  | "exception_expired"
  | "exception_changed"
  | "owner_reminded"
  | "owner_assigned"
  | "control_check_failed";

/** What the messages say of one exception: that it was decided about, that it counts or no longer does. */
export const exceptionContents: Pick<Record<Template, Compose>, ExceptionTemplate> = {
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
    (data) =>
      data("isYours")
        ? "Everyone needed has approved. You are one of those who can put it in place."
        : "Everyone needed has approved. An implementer, who is neither the requestor nor an approver, puts it in place.",
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
    (data) => `The term was shortened: it ends by itself on ${shownInstant(data("endsAt"))}.${overtaken(data)}`,
    "What is needed for longer has to be asked for anew.",
  ),
  exception_let_expire: onException(
    "it may run to its end, and no longer",
    (data) =>
      `A review found that the exception may run out: it ends by itself on ${shownInstant(data("endsAt"))}, and is not reviewed again before.${overtaken(data)}`,
    "Whoever relies on it needs another way to sign in by then.",
    () => ["If nobody does anything", "sign-ins that rest on it are asked for a second factor again."],
  ),
  exception_escalated: onException(
    "a review was escalated",
    () => "A review of the exception was escalated to security leadership. It stays due until somebody decides.",
    "",
    () => ["If nobody does", "what its category says about silence happens."],
  ),
  extension_decided: extensionDecided,
  request_lapsed: onException(
    "lapsed",
    () => "Nobody decided about the exception in time, so the request has lapsed.",
    "If the need goes on, file a new one.",
  ),
  exception_expiring: onException(
    "its end is near",
    (data) => `The exception ends by itself on ${shownInstant(data("endsAt"))}. ${beforeTheEnd(data)}`,
    "If it is not needed any more, there is nothing to do.",
    () => ["If nobody does anything", "sign-ins that rest on it are asked for a second factor again."],
  ),
  exception_expired: onException(
    "ended",
    (data) =>
      `The exception ended on ${shownInstant(data("endsAt"))}. No sign-in has rested on it since.${undecidedAtTheEnd(data)}`,
    "Please close it with evidence and with what you learned.",
  ),
  exception_changed: (data, links) =>
    onException(
      `now ${data("state")}`,
      () => `The exception is now ${data("state")}. You are told because it is yours or because you watch it.`,
      "To be told no longer, stop watching it on its page Approvals.",
    )(data, links),
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
  control_check_failed: onException(
    "a compensating control failed its check",
    (data) => `“${data("control")}” was checked and does not work as it should. The comment says what was found.`,
    "The approvals rested on it. Repair it and check it again, or put the exception on hold.",
  ),
};
