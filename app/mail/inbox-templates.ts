import { digestTemplates } from "./digest-contents.ts";
import { type Template, templates } from "./templates.ts";
import { type Topic, traits } from "./traits.ts";

const carriers: readonly Template[] = digestTemplates;

/** Returns what an inbox shows of a topic, or of all: nothing that lets somebody in, and nothing twice. */
export function inboxTemplates(topic: Topic | null = null): Template[] {
  return templates.filter(
    (template) =>
      !traits[template].isSecret &&
      !carriers.includes(template) &&
      (topic === null || traits[template].topic === topic),
  );
}
