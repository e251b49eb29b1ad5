import { chatWords } from "./chat-words.ts";
import type { Format } from "./endpoint.ts";
import type { Happening } from "./happening.ts";
import { slackBody } from "./slack-body.ts";
import { standardBody } from "./standard-body.ts";
import { teamsBody } from "./teams-body.ts";

/** Returns what is sent to a receiver of an event. */
export function bodyOf(format: Format, happening: Happening): string {
  switch (format) {
    case "standard":
      return standardBody(happening);
    case "slack":
      return slackBody(chatWords(happening));
    case "teams":
      return teamsBody(chatWords(happening));
    default:
      return format satisfies never;
  }
}
