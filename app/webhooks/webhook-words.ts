import type { DisabledFor, Format } from "./endpoint.ts";
import type { MessageState } from "./message.ts";

export const formatTexts: Record<Format, { label: string; text: string }> = {
  standard: { label: "Signed JSON", text: "For a program. Standard Webhooks: signed, with an id to tell repeats by." },
  slack: { label: "Slack", text: "An incoming webhook of a channel." },
  teams: { label: "Teams", text: "A webhook of Workflows in a channel." },
};

export const disabledTexts: Record<DisabledFor, string> = {
  by_hand: "An admin disabled it.",
  gone: "It answered that it is gone (status 410).",
  failing: "It took nothing for five days.",
};

export const messageLabels: Record<MessageState, string> = {
  waiting: "Waiting",
  delivered: "Delivered",
  given_up: "Given up",
};
