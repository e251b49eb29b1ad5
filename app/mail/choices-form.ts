import { z } from "zod";
import { isTimeZone } from "#app/register/is-time-zone.ts";
import type { Choices } from "./choices.ts";
import { choosable, mailModes, modesFor } from "./mail-modes.ts";
import type { Topic } from "./traits.ts";

const clock = z.union([z.literal(""), z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, "Enter a time such as 22:00.")]);

const mode = (topic: Topic) =>
  z.enum(["", ...mailModes]).refine((chosen) => chosen === "" || modesFor(topic).includes(chosen), {
    error: "You are always told what became of your requests; choose at once, or once a day.",
  });

/** Choices as a form sends them; an empty answer leaves it as it is one step above. */
export const ChoicesForm = z
  .object({
    modes: z.object(Object.fromEntries(choosable.map((topic) => [topic, mode(topic)]))),
    quiet: z.enum(["", "none", "own"], { error: "Choose whether there are quiet hours." }),
    quietFrom: clock.default(""),
    quietTo: clock.default(""),
    digestHour: z.union([z.literal(""), z.coerce.number().int().min(0).max(23)], { error: "Choose an hour." }),
    timeZone: z
      .string()
      .trim()
      .refine((zone) => zone === "" || isTimeZone(zone), "Enter a time zone such as Europe/Berlin.")
      .default(""),
  })
  .superRefine(({ quiet, quietFrom, quietTo }, { addIssue }) => {
    if (quiet !== "own") return;
    if (quietFrom === "") addIssue({ code: "custom", path: ["quietFrom"], message: "Enter when they begin." });
    if (quietTo === "") addIssue({ code: "custom", path: ["quietTo"], message: "Enter when they end." });
    else if (quietFrom === quietTo)
      addIssue({ code: "custom", path: ["quietTo"], message: "They have to end at another time than they begin." });
  })
  .transform(({ modes, quiet, quietFrom, quietTo, digestHour, timeZone }): Choices => {
    const chosen = Object.entries(modes).filter(([, each]) => each !== "");
    return {
      modes: Object.fromEntries(chosen),
      ...(quiet === "none" && { quiet: "none" as const }),
      ...(quiet === "own" && { quiet: { from: quietFrom, to: quietTo } }),
      ...(digestHour !== "" && { digestHour }),
      ...(timeZone !== "" && { timeZone }),
    };
  });

/** Gathers the flat fields of a form into what the schema reads. */
export function choicesIn(fields: Readonly<Record<string, string>>): unknown {
  return { ...fields, modes: Object.fromEntries(choosable.map((topic) => [topic, fields[`modes.${topic}`] ?? ""])) };
}
