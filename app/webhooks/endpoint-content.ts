import { z } from "zod";
import { formats } from "./endpoint.ts";
import { unknownEventTypes } from "./subscription.ts";

const mostTypes = 100;

/** What an admin says of a receiver. The address is judged where it can be resolved. */
export const endpointShape = {
  description: z.string().trim().min(1, "Say what it is for.").max(200, "Use at most 200 characters."),
  format: z.enum(formats, "Choose what messages look like."),
  url: z.string().trim().min(1, "Enter the address.").max(2000, "Use at most 2,000 characters."),
  eventTypes: z
    .array(z.string().max(100))
    .max(mostTypes, `Name at most ${mostTypes} types.`)
    .superRefine((types, { addIssue }) => {
      const unknown = unknownEventTypes(types);
      if (unknown.length > 0) addIssue({ code: "custom", message: `No event has the type ${unknown.join(", ")}.` });
    }),
  namesPeople: z.boolean(),
};

const content = z.object(endpointShape);
export type EndpointContent = z.output<typeof content>;
