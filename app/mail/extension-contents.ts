import type { ExtensionOutcome } from "#app/register/extension-outcome.ts";
import type { LaterEnd } from "#app/register/later-end.ts";
import { type Compose, onException } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";

type Words = { subject: string; lead: string; after: string };

const decided: Record<Exclude<ExtensionOutcome, "overtaken">, (end: string) => Words> = {
  granted: (end) => ({
    subject: "the later end is granted",
    lead: `Everyone needed has agreed to a later end. It now ends by itself on ${end}.`,
    after: "You will be told before the end, and of every review.",
  }),
  refused: (end) => ({
    subject: "the later end is refused",
    lead: `The wish for a later end was refused; the comment says why. It ends by itself on ${end}, as before.`,
    after: "If it is needed after that, file a new one, or ask again with what was missing.",
  }),
  lapsed: (end) => ({
    subject: "nobody decided about the later end",
    lead: `Nobody decided about the wish for a later end in time, so it has lapsed. It ends by itself on ${end}, as before.`,
    after: "If it is needed after that, ask again before.",
  }),
  withdrawn: (end) => ({
    subject: "the later end is not asked for any more",
    lead: `The wish for a later end was withdrawn. It ends by itself on ${end}, as before.`,
    after: "If it is needed after that, ask again before.",
  }),
};

/** What was queued without an outcome, by an earlier version, still reads as a message. */
const decidedSomehow = (end: string): Words => ({
  subject: "the later end was decided about",
  lead: `The wish for a later end was decided about. It ends on ${end}.`,
  after: "The record says who decided, and why.",
});

/** Says what became of the wish for a later end. */
export const extensionDecided: Compose = (data, links) => {
  const words = decided[data("extensionOutcome") as keyof typeof decided] ?? decidedSomehow; // cast: what is not in it has no words
  const { subject, lead, after } = words(shownInstant(data("endsAt")));
  return onException(subject, () => lead, after)(data, links);
};

/** A sentence for messages about a review that has also ended the wish for a later end; "" where none was open. */
export function overtaken(data: (key: string) => string): string {
  const isOvertaken = data("extensionOutcome") === ("overtaken" satisfies ExtensionOutcome);
  return isOvertaken ? " The wish for a later end, which nobody had decided about yet, ended with that." : "";
}

const untilTheEnd: Record<LaterEnd, string> = {
  possible: "If it is needed for longer, ask for a later end before; it needs the same approvals anew.",
  asked: "A later end is asked for; until everyone needed has agreed to it, this one stands.",
  none: "Its category allows no later one any more: if it is needed for longer, file a new one in time.",
  unratified: "It was granted in an emergency, and goes on only if everyone who was skipped ratifies it before.",
};

/** Says what whoever needs an exception for longer than to its end can do. */
export function beforeTheEnd(data: (key: string) => string): string {
  return untilTheEnd[data("laterEnd") as LaterEnd] ?? untilTheEnd.possible; // cast: an earlier version queued none
}

/** A sentence for the message that an exception has ended; "" where no wish for a later end was open. */
export function undecidedAtTheEnd(data: (key: string) => string): string {
  const isUndecided = data("laterEnd") === ("asked" satisfies LaterEnd);
  return isUndecided ? " A later end was asked for, and nobody had decided about it in time." : "";
}
