import type { MailMode } from "./mail-modes.ts";
import type { Topic } from "./traits.ts";

/** What each topic is called, and what it is about. */
export const topicWords: Readonly<Record<Topic, { label: string; text: string }>> = {
  approvals: { label: "Approvals", text: "What waits for you to rate, approve or ratify, and who decides for whom." },
  requests: {
    label: "Decisions about what is mine",
    text: "What you asked for, own, or was asked for you: questions, approved or refused, put on hold, revoked.",
  },
  exceptions: {
    label: "Exceptions of mine",
    text: "Near their end, ended, unused, with another owner; and every change of those that you watch.",
  },
  reviews: { label: "Reviews", text: "Reviews that are due, late milestones, what has to be closed, campaigns." },
  comments: { label: "Comments", text: "What was said about records of yours, and where you were named." },
  duties: { label: "Duties", text: "Rotations, drills, audits and checks that you are to see to." },
  reports: {
    label: "Reports",
    text: "What is sent to you by the calendar; once a day it comes as a link, without its PDF.",
  },
  policy: { label: "Policy", text: "Weaker rules that were asked for, and what was decided." },
  account: { label: "My account", text: "New browsers, factors, passwords: what could be a thief’s doing." },
  alarms: { label: "Alarms", text: "Sign-ins around the identity provider, resets, a log that does not follow." },
};

export const modeWords: Readonly<Record<MailMode, string>> = {
  at_once: "At once",
  digest: "Once a day",
  off: "Not by mail",
};
