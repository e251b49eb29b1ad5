import { sentenceOf } from "#app/audit/sentences.ts";
import { shownInstant } from "#app/mail/shown-instant.ts";
import type { Happening } from "./happening.ts";

/** What a channel of a chat is told, before it has the chat's own form; plain text throughout. */
export type ChatWords = {
  title: string;
  sentence: string;
  facts: readonly (readonly [label: string, value: string])[];
  link: { label: string; url: string };
};

const doers: Readonly<Record<string, string>> = { job: "The clock", console: "The console" };

/** Says in words what happened: who did what, and of an exception its term, scope, risk and end. */
export function chatWords({ type, actor, subject, workspace, url, exception }: Happening): ChatWords {
  const who = actor.name ?? doers[actor.kind] ?? "Somebody";
  if (type === "webhook.tested")
    return {
      title: `A test from ${workspace.name}`,
      sentence: `${who} asked for this test. Nothing has happened.`,
      facts: [],
      link: { label: "Open the webhook", url },
    };
  const name = exception?.title ?? "";
  return {
    title: exception ? [exception.id, name].filter(Boolean).join(", ") : workspace.name,
    sentence: `${who} ${sentenceOf(type)}.`,
    facts: exception ? factsOf(exception) : [["About", `${subject.kind.replaceAll("_", " ")} ${subject.id}`]],
    link: { label: "Open the page", url },
  };
}

function factsOf({ startsAt, endsAt, scope, rating }: NonNullable<Happening["exception"]>): ChatWords["facts"] {
  return [
    ["Term", `${shownInstant(startsAt)} to ${shownInstant(endsAt)}`],
    ["Scope", scope],
    ["Risk", rating ?? "not rated yet"],
  ];
}
