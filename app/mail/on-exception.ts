import type { MailContent } from "./mail-content.ts";
import { shownInstant } from "./shown-instant.ts";

/** The data that was queued with the message; a key that was not queued reads as "". */
type Data = (key: string) => string;
type Links = { exception(id: string): string; page(path: string): string };

export type Compose = (data: Data, links: Links) => MailContent;

export const opensOnly = "The link opens a page; it approves nothing and signs nobody in.";

const aboutException = (data: Data): MailContent["facts"] => [
  ["Exception", `${data("id")}, ${data("title")}`],
  ["Term", `${shownInstant(data("startsAt"))} to ${shownInstant(data("endsAt"))}`],
  ["Risk", data("rating")],
  ["Comment", data("comment")],
];

export const openPage = (data: Data, { exception }: Links) => ({
  label: "Open the exception",
  url: exception(data("id")),
});

/** A message about one exception: what happened, the facts, and what comes next. */
export const onException =
  (subject: string, lead: (data: Data) => string, after: string | ((data: Data) => string)): Compose =>
  (data, links) => ({
    subject: `${data("id")}: ${subject}`,
    lead: lead(data),
    facts: aboutException(data),
    link: openPage(data, links),
    after: typeof after === "string" ? after : after(data),
    footnote: opensOnly,
  });
