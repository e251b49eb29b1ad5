import { z } from "zod";
import { type Endpoint, mostOverlapHours } from "./endpoint.ts";
import { endpointShape } from "./endpoint-content.ts";

const { description, format, url, eventTypes } = endpointShape;

const said = {
  description,
  eventTypes: z
    .string()
    .max(10_000)
    .default("")
    .transform((text) => [...new Set(text.split(/[\s,]+/).filter(Boolean))])
    .pipe(eventTypes),
  namesPeople: z
    .string()
    .optional()
    .transform((value) => value === "on"),
};

/** A new receiver as an admin enters it. */
export const NewWebhookForm = z.object({ ...said, format, url });

/** What is changed of one; an empty address keeps the one that is there. */
export const WebhookForm = z.object({ ...said, url: z.string().trim().max(2000).default("") });

/** What a form for a receiver holds, for filling it in again; an address is never shown again. */
export type TypedWebhook = {
  description: string;
  format: string;
  url: string;
  eventTypes: string;
  namesPeople: boolean;
};

export const blankWebhook: TypedWebhook = {
  description: "",
  format: "standard",
  url: "",
  eventTypes: "",
  namesPeople: false,
};

export function typedWebhook(form: FormData): TypedWebhook {
  const text = (name: string) => String(form.get(name) ?? "");
  return {
    description: text("description"),
    format: text("format"),
    url: text("url"),
    eventTypes: text("eventTypes"),
    namesPeople: form.get("namesPeople") === "on",
  };
}

export function typedOfEndpoint(endpoint: Endpoint): TypedWebhook {
  const { description: what, format: how, eventTypes: types, namesPeople } = endpoint;
  return { description: what, format: how, url: "", eventTypes: types.join("\n"), namesPeople };
}

/** What the page of a receiver is asked for. */
export const WebhookCommandForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.enum(["enable", "disable", "test", "remove"]) }),
  z.object({
    intent: z.literal("rotate"),
    overlapHours: z.coerce
      .number("Enter a number of hours.")
      .int("Enter a number of hours.")
      .min(0, "Enter 0 or more.")
      .max(mostOverlapHours, `Enter at most ${mostOverlapHours}.`),
  }),
  z.object({ intent: z.literal("replay"), since: z.iso.date("Enter a day.") }),
]);
