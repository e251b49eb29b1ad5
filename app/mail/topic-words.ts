import type { MailMode } from "./choices.ts";
import type { Topic } from "./traits.ts";

/** What each topic is called, and what it is about. */
export const topicWords: Readonly<Record<Topic, { label: string; text: string }>> = {
  approvals: { label: "Approvals", text: "What waits for you to rate, approve or ratify, and who decides for whom." },
  requests: {
    label: "My requests",
    text: "Questions, decisions and what became of what you asked for, or was asked for you.",
  },
  exceptions: {
    label: "Exceptions of mine",
    text: "What happens to those that you own, asked for or watch: put on hold, revoked, near their end, ended.",
  },
  reviews: { label: "Reviews", text: "Reviews that are due, late milestones, what has to be closed, campaigns." },
  comments: { label: "Comments", text: "What was said about records of yours, and where you were named." },
  duties: { label: "Duties", text: "Rotations, drills, audits and checks that you are to see to." },
  policy: { label: "Policy", text: "Weaker rules that were asked for, and what was decided." },
  account: { label: "My account", text: "New browsers, factors, passwords: what could be a thief’s doing." },
  alarms: { label: "Alarms", text: "Sign-ins around the identity provider, resets, a log that does not follow." },
};

export const modeWords: Readonly<Record<MailMode, string>> = {
  at_once: "At once",
  digest: "Once a day",
  off: "Not by mail",
};
