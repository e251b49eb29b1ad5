import { z } from "zod";

const text = z.string();
const instant = z.iso.datetime();
const days = z.number().int();
const id = z.string().min(1);

/** The events of what comes due by itself: beginnings, lapses, and what people are reminded of. */
export const dueEvents = {
  // When what was put in place before its start has begun to count; it did so by itself, at its start.
  "exception.activated": z.object({ startsAt: instant, endsAt: instant }),
  // When an emergency ended because those whom it skipped did not ratify it.
  "exception.emergency_lapsed": z.object({ endsAt: instant, grantedBy: id, skippedIds: z.array(id) }),
  // When whoever asked is reminded that a question to them is open, and told when the request lapses.
  "exception.answer_reminded": z.object({ since: instant, lapsesAt: instant }),
  // When its owner is told of controls that nobody has checked in time.
  "exception.checks_overdue": z.object({ controls: z.array(text) }),
  // When somebody is told that their time to enrol is nearly over.
  "user.grace_warned": z.object({ endsAt: instant, thresholdDays: days }),
  // When reviewers are reminded of what is open in a campaign; with 0 days its deadline has passed, and its author is told.
  "campaign.reminded": z.object({ deadline: instant, thresholdDays: days, open: z.number().int(), toIds: z.array(id) }),
  // When admins are reminded that an audit of tokens is open; with 0 days it is overdue.
  "oath_audit.reminded": z.object({ dueAt: instant, thresholdDays: days, toIds: z.array(id) }),
} as const;
