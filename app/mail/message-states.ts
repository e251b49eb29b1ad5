import type { Instant } from "#app/engine/types.ts";

/** How far a message has come. */
export const messageStates = [
  "waiting",
  "quiet",
  "retrying",
  "bundled",
  "sent",
  "sent_together",
  "unmailed",
  "withheld",
  "given_up",
] as const;
export type MessageState = (typeof messageStates)[number];

export const messageStateWords: Readonly<Record<MessageState, string>> = {
  waiting: "Waiting",
  quiet: "Waits for quiet hours to end",
  retrying: "Failed, tried again",
  bundled: "Waits for others",
  sent: "Sent",
  sent_together: "Sent with others",
  unmailed: "Inbox only",
  withheld: "Withheld",
  given_up: "Given up",
};

type Standing = {
  bundle: string | null;
  bundledIn: string | null;
  attempts: number;
  nextAttemptAt: Instant | null;
  triedFrom: Instant | null;
  sentAt: Instant | null;
  unmailedAt: Instant | null;
  withheldAt: Instant | null;
};

/** Returns how far a message has come, as its row says it. */
export function stateOf(message: Standing): MessageState {
  if (message.nextAttemptAt !== null) {
    if (message.bundle !== null) return "bundled";
    if (message.attempts > 0) return "retrying";
    return message.triedFrom === null ? "waiting" : "quiet";
  }
  if (message.sentAt !== null) return "sent";
  if (message.withheldAt !== null) return "withheld";
  if (message.bundledIn !== null) return "sent_together";
  return message.unmailedAt === null ? "given_up" : "unmailed";
}
