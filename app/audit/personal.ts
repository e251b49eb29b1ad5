import { z } from "zod";
import { sha256 } from "./chain.ts";

/** A text of an event that says who somebody is; it is kept beside the chain, so that it can be taken away. */
class PersonalText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** Marks a field of an event whose text names a person. */
export const personal = z.string().transform((text) => new PersonalText(text));

/** What the chain holds in the place of such a text: where it is kept, and a commitment to it. */
export type PersonalRef = { $personal: string; sha256: string };

/** Stands in every stored row that refers to a text, and in hardly any other. */
export const refMark = '"$personal":';

/** Binds the chain to a text that nobody can guess from it, for as long as the salt is unknown. */
export function commitmentOf(salt: string, text: string): string {
  return sha256(`${salt}\0${text}`);
}

/** What a reader is shown where the text was taken away. */
const takenAway = "a former person";

/** Returns the data of an event with what `keep` answers in the place of each marked text. */
export function keepApart(data: unknown, keep: (text: string, field: string) => PersonalRef): unknown {
  return replaced(data, "", (value, field) => (value instanceof PersonalText ? keep(value.text, field) : null));
}

/** Returns the data of an event with the texts put back; one that is not there any more is a former person's. */
export function putBack(data: unknown, texts: ReadonlyMap<string, string>): unknown {
  return replaced(data, "", (value) => (isRef(value) ? (texts.get(value.$personal) ?? takenAway) : null));
}

/** Returns what the data of an event refers to, in order. */
export function refsIn(data: unknown): PersonalRef[] {
  const found: PersonalRef[] = [];
  replaced(data, "", (value) => {
    if (isRef(value)) found.push(value);
    return null;
  });
  return found;
}

/** Walks through JSON; where `replace` answers null, the value stays. */
function replaced(value: unknown, field: string, replace: (value: unknown, field: string) => unknown): unknown {
  const other = replace(value, field);
  if (other !== null) return other;
  if (Array.isArray(value)) return value.map((entry) => replaced(entry, field, replace));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replaced(entry, key, replace)]));
}

function isRef(value: unknown): value is PersonalRef {
  return value !== null && typeof value === "object" && "$personal" in value && "sha256" in value;
}
