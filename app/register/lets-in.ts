import type { Effect, Scope } from "#app/engine/types.ts";
import { factorLabels, scopeLines } from "./describe.ts";
import type { Exception } from "./exception.ts";

type Names = ReadonlyMap<string, string>;

/** So many are named; how many more there are is said. */
const mostNamed = 3;

/** Whom an exception lets in, and to what and how: two halves of "Result mailer to Mail over IMAP, with a password alone". */
export type LetsIn = { who: string; how: string };

/**
 * Says whom an exception lets in. Names stand apart from the rest, in a list: that is where a name is found that has to go
 * out of a message. Both are empty where it lets in nobody.
 */
export function letsIn(
  { scope, effect, factors }: Pick<Exception, "scope" | "effect" | "factors">,
  names: Names,
): LetsIn {
  const named = valuesOf(scope, names);
  const who = [...named("People"), ...named("Service principals"), ...named("Groups"), ...named("Roles")];
  const to = named("Applications");
  // A scope without a subject is about whoever uses its applications; without either it is about nobody.
  if (who.length + to.length === 0) return { who: "", how: "" };
  const over = named("Protocols");
  return {
    who: who.length > 0 ? few(who) : "Everybody",
    how: `to ${to.length > 0 ? few(to) : "every application"}${over.length > 0 ? ` over ${few(over)}` : ""}, ${means(effect, factors)}`,
  };
}

/** Says from where it does: networks, devices and times; empty where any will do. */
export function fromWhere({ scope }: Pick<Exception, "scope">, names: Names): string {
  const named = valuesOf(scope, names);
  return [...named("Networks"), ...named("Devices"), ...named("Time windows"), ...named("Uses")].join("; ");
}

function valuesOf(scope: Scope, names: Names) {
  const lines = scopeLines(scope, Object.fromEntries(names));
  return (label: string) => lines.find((line) => line.label === label)?.values ?? [];
}

function few(values: readonly string[]): string {
  const rest = values.length - mostNamed;
  return rest > 0 ? `${values.slice(0, mostNamed).join(", ")}, and ${rest} more` : values.join(", ");
}

function means(effect: Effect, factors: Exception["factors"]): string {
  switch (effect) {
    case "waive_mfa":
      return "with a password alone";
    case "allow_factors":
      return `with ${few(factors.map((factor) => factorLabels[factor].toLowerCase()))}`;
    case "defer_enrollment":
      return "without having enrolled a factor";
    case "allow_legacy_protocol":
      return "with a password, by a client that cannot prompt";
    default:
      return effect satisfies never;
  }
}
