import { z } from "zod";
import type { MailContent, MailItem } from "./mail-content.ts";
import { type Compose, opensOnly } from "./on-exception.ts";
import { shownInstant } from "./shown-instant.ts";
import { type Template, templates } from "./templates.ts";

/** Whether a message carries others; the inbox has those themselves. */
export function isDigest(template: Template): boolean {
  return template === "digest" || template === "catch_up_digest";
}

/** More than this nobody reads in one mail; the rest is in the inbox. */
const mostItems = 50;

type Carried = { template: Template; data: Readonly<Record<string, string>> };

/**
 * Returns what is queued for several messages that go out as one, the newest last: the data of each under keys of its own.
 * Made into words it would hide whom it names from whoever takes them out of the register.
 */
export function digestData(messages: readonly Carried[]): Record<string, string> {
  const shown = messages.slice(-mostItems);
  const entries = shown.flatMap(({ template, data }, index) =>
    Object.entries({ ...data, template }).map(([key, value]) => [`${index}.${key}`, value]),
  );
  return {
    ...Object.fromEntries(entries),
    count: String(messages.length),
    left: messages.length > shown.length ? String(messages.length - shown.length) : "",
  };
}

const Known = z.enum(templates);

/** Returns the messages that one carries. */
export function carriedIn(data: Readonly<Record<string, string>>): Carried[] {
  const shown = Number(data.count ?? 0) - Number(data.left || 0);
  return Array.from({ length: shown }, (_nothing, index) => {
    const begin = `${index}.`;
    const own = Object.entries(data).filter(([key]) => key.startsWith(begin));
    return {
      template: Known.parse(data[`${begin}template`]),
      data: Object.fromEntries(own.map(([key, value]) => [key.slice(begin.length), value])),
    };
  });
}

/** Returns a message as another one carries it. */
export function itemOf(content: MailContent): MailItem {
  const text = [factLine(content.facts), silenceText(content)].filter(Boolean).join(". ");
  return { subject: content.subject, text, url: content.link.url };
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
    link: { label: "Open your inbox", url: page("/inbox") },
    after: `${restOf(data)}What is urgent was mailed at once.`,
    footnote: opensOnly,
  }),
  catch_up_digest: (data, { page }) => ({
    subject: `${counted(data("count"))} from while the register was away`,
    lead: `The register did not run for a while. This is what came due for you meanwhile, and was done by ${shownInstant(data("until"))}.`,
    facts: [],
    link: { label: "Open your inbox", url: page("/inbox") },
    after: `${restOf(data)}Nothing was let in by an exception that had ended: that does not depend on the register's clock.`,
    footnote: opensOnly,
  }),
} satisfies Partial<Record<Template, Compose>>;
