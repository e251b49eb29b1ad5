import { CategoryPut, CategoryWire } from "#app/categories/category-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const list = (items: unknown) => ({
  type: "object",
  required: ["data"],
  properties: { data: { type: "array", items } },
});
const read = { security: [{ token: ["read"] }] };

/** The categories, for the description of the whole interface. */
export const rulesPaths = {
  "/api/v1/categories": {
    get: {
      operationId: "listCategories",
      summary: "List the categories with what each allows and asks for",
      ...read,
      responses: { "200": answered("Every category.", list(ref("Category"))), ...refusedAnswers },
    },
  },
  "/api/v1/categories/{id}": {
    parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" }, example: "federated_partner" }],
    get: {
      operationId: "readCategory",
      summary: "Read the newest version of a category",
      ...read,
      responses: { "200": answered("The category.", ref("Category")), ...refusedAnswers },
    },
    put: {
      operationId: "saveCategory",
      summary: "Replace the rules of a category; what weakens them also needs the scope approve, for its fresh factor",
      security: [{ token: ["policy"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(CategoryPut)),
      responses: { "200": answered("The new version.", ref("Category")), ...refusedAnswers },
    },
  },
};

export const rulesSchemas = { Category: output(CategoryWire) };
