import type { MailContent } from "./mail-content.ts";
import { shownInstant } from "./shown-instant.ts";

/** The data that was queued with the message; a key that was not queued reads as "". */
type Data = (key: string) => string;
type Links = { exception(id: string): string; page(path: string): string };

export type Compose = (data: Data, links: Links) => MailContent;

export const opensOnly = "The link opens a page; it approves nothing and signs nobody in.";

/** What an approver could otherwise only find on the page; what was not queued leaves its line out. */
const aboutException = (data: Data): MailContent["facts"] => [
  ["Exception", `${data("id")}, ${data("title")}`],
  ["Lets in", data("who") && `${data("who")} ${data("how")}`],
  ["From where", data("fromWhere")],
  ["Term", data("startsAt") && `${shownInstant(data("startsAt"))} to ${shownInstant(data("endsAt"))}`],
  ["Risk", data("risk") || data("rating")],
  ["Used", data("used")],
  ["Extensions", data("extensions")],
  ["Changed", data("changed")],
  ["Comment", data("comment")],
];

const openPage = (data: Data, { exception }: Links) => ({
  label: "Open the exception",
  url: exception(data("id")),
});

/** Two halves of a sentence that says what comes of it if nobody does anything. */
type Silence = NonNullable<MailContent["silence"]> | null;

/** A message about one exception: what happened, the facts, what silence leads to, and what comes next. */
export const onException =
  (
    subject: string,
    lead: (data: Data) => string,
    after: string | ((data: Data) => string),
    silence: (data: Data) => Silence = () => null,
  ): Compose =>
  (data, links) => ({
    subject: `${data("id")}: ${subject}, “${shortTitle(data("title"))}”`,
    lead: lead(data),
    facts: aboutException(data),
    link: openPage(data, links),
    silence: silence(data),
    after: typeof after === "string" ? after : after(data),
    footnote: opensOnly,
  });

const longestTitle = 70;

/** Of a title in a subject, as much as leaves what has happened in sight. */
function shortTitle(title: string): string {
  const characters = [...title];
  return characters.length <= longestTitle ? title : `${characters.slice(0, longestTitle - 1).join("")}…`;
}
