import { isDigest } from "./digest-contents.ts";
import { type Template, templates } from "./templates.ts";
import { type Topic, traits } from "./traits.ts";

/** Returns what an inbox shows of a topic, or of all: nothing that lets somebody in, and nothing twice. */
export function inboxTemplates(topic: Topic | null = null): Template[] {
  return templates.filter(
    (template) =>
      !traits[template].isSecret && !isDigest(template) && (topic === null || traits[template].topic === topic),
  );
}
