import { z } from "zod";

// What the descriptions of all interfaces are put together from.

export const input = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "input", unrepresentable: "any", target: "draft-2020-12" });
export const output = (schema: z.ZodType) =>
  z.toJSONSchema(schema, { io: "output", unrepresentable: "any", target: "draft-2020-12" });
export const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
export const body = (schema: unknown) => ({ required: true, content: { "application/json": { schema } } });
export const answered = (description: string, schema: unknown) => ({
  description,
  content: { "application/json": { schema } },
});

/** The parameters of an address, by the schema that reads its query. */
export const queryParameters = (schema: z.ZodObject) =>
  Object.entries(schema.shape).map(([name, each]) => ({
    ...{ name, in: "query", required: !z.safeParse(each, undefined).success },
    schema: input(each as z.ZodType), // every member of a shape is a schema
  }));

const refused = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});

export const refusedAnswers = {
  "400": refused("The body or the move is wrong; `code` says which."),
  "401": refused(
    "No valid token, or one whose factor was used too long ago; `WWW-Authenticate` says which (RFC 6750, RFC 9470).",
  ),
  "403": refused("Not you; `code` names the rule."),
  "404": refused("No such record, or none that you may see."),
  "405": refused("The address has other methods; `Allow` names them."),
  "409": refused("Right person, but stale or too late."),
  "411": { description: "The body came without its length." },
  "413": { description: "The body is larger than 1 MB, or a file larger than 25 MB." },
  "415": refused("The body is not application/json."),
  "422": refused("The Idempotency-Key was used for another request."),
  "500": refused("A fault on our side; it has been logged and nothing was changed."),
};

export const idempotencyKey = {
  name: "Idempotency-Key",
  in: "header",
  required: false,
  description: "A repeat with the same key and body gets the first answer again.",
  schema: { type: "string", maxLength: 255 },
};

export const exceptionId = {
  name: "id",
  in: "path",
  required: true,
  schema: { type: "string" },
  example: "EXC-2026-0042",
};
