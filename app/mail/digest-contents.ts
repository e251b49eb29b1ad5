import type { MailContent } from "./mail-content.ts";
import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import type { Template } from "./templates.ts";

/** Templates that carry other messages; the inbox has those themselves. */
export const digestTemplates = ["digest", "catch_up_digest"] as const satisfies readonly Template[];

/** More than this nobody reads in one mail; the rest is in the inbox. */
const mostItems = 50;

/**
 * Returns what is queued for several messages that go out as one, the newest last. Each text has a key of its own, so that
 * whoever is named in it is found there.
 */
export function digestData(contents: readonly MailContent[]): Record<string, string> {
  const shown = contents.slice(-mostItems);
  const items = shown.flatMap((content, index) => [
    [`subject${index}`, content.subject],
    [`facts${index}`, [factLine(content.facts), silenceText(content)].filter(Boolean).join(". ")],
    [`url${index}`, content.link.url],
  ]);
  return {
    ...Object.fromEntries(items),
    count: String(contents.length),
    left: contents.length > shown.length ? String(contents.length - shown.length) : "",
  };
}

/** Returns the facts of a message in a line, but for the exception that its subject names already. */
export function factLine(facts: MailContent["facts"]): string {
  return facts
    .filter(([label, value]) => value !== "" && label !== "Exception")
    .map(([label, value]) => `${label}: ${value.replaceAll("\n", " ")}`)
    .join(" · ");
}

/** Says what comes of it if nobody does anything; empty where nothing does. */
export function silenceText({ silence }: Pick<MailContent, "silence">): string {
  return silence ? silence.join(", ") : "";
}

type Data = Parameters<Compose>[0];

function itemsOf(data: Data): NonNullable<MailContent["items"]> {
  const shown = Number(data("count")) - Number(data("left"));
  return Array.from({ length: shown }, (_nothing, index) => ({
    subject: data(`subject${index}`),
    text: data(`facts${index}`),
    url: data(`url${index}`),
  }));
}

function counted(count: string): string {
  return count === "1" ? "1 message" : `${count} messages`;
}

const restOf = (data: Data) => (data("left") ? `${data("left")} older ones are in your inbox. ` : "");

/** What the messages say that carry others. */
export const digestContents = {
  digest: (data, { page }) => ({
    subject: `${counted(data("count"))} since your last daily mail`,
    lead: "What has happened in the register that you chose to be told of once a day.",
    facts: [],
    items: itemsOf(data),
    link: { label: "Open your inbox", url: page("/inbox") },
    after: `${restOf(data)}What is urgent was mailed at once.`,
    footnote: opensOnly,
  }),
  catch_up_digest: (data, { page }) => ({
    subject: `${counted(data("count"))} from while the register was away`,
    lead: `The register did not run for a while. This is what came due for you meanwhile, and was done by ${shownInstant(data("until"))}.`,
    facts: [],
    items: itemsOf(data),
    link: { label: "Open your inbox", url: page("/inbox") },
    after: `${restOf(data)}Nothing was let in by an exception that had ended: that does not depend on the register's clock.`,
    footnote: opensOnly,
  }),
} satisfies Partial<Record<Template, Compose>>;
