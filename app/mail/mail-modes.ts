import { type Topic, topics } from "./traits.ts";

/** How people are mailed about a topic; the inbox always has it. */
export const mailModes = ["at_once", "digest", "off"] as const;
export type MailMode = (typeof mailModes)[number];

/** Returns how a topic may be mailed: what became of a request is never kept from who asked, nor what may be a thief's doing. */
export function modesFor(topic: Topic): readonly MailMode[] {
  if (topic === "account" || topic === "alarms") return ["at_once"];
  return topic === "requests" ? ["at_once", "digest"] : mailModes;
}

/** The topics about which there is something to choose. */
export const choosable: readonly Topic[] = topics.filter((topic) => modesFor(topic).length > 1);
