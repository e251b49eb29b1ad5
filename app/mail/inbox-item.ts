import type { Instant } from "#app/engine/types.ts";
import { contentOf } from "./content-of.ts";
import { factLine, silenceText } from "./digest-contents.ts";
import type { MailContent } from "./mail-content.ts";
import type { Template } from "./templates.ts";
import { type Topic, traits } from "./traits.ts";

/** A message in words, with the page of the register that it leads to. */
export type InboxItem = Pick<MailContent, "subject" | "lead" | "link"> & {
  id: string;
  topic: Topic;
  facts: string;
  /** What comes of it if nobody does anything; mostly nothing does. */
  silence: string;
  at: Instant;
  isRead: boolean;
};

type Row = { id: string; template: Template; data: Record<string, string>; createdAt: Instant; readAt: Instant | null };

export function inboxItem({ id, template, data, createdAt, readAt }: Row): InboxItem {
  const content = contentOf(template, data, { publicUrl: "" });
  const { subject, lead, facts, link } = content;
  return {
    ...{ id, subject, lead, link },
    topic: traits[template].topic,
    facts: factLine(facts),
    silence: silenceText(content),
    at: createdAt,
    isRead: readAt !== null,
  };
}
