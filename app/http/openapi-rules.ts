import { CategoryPut, CategoryWire } from "#app/categories/category-wire.ts";
import { ControlCheckBody } from "#app/controls/control-forms.ts";
import { ControlCheckWire, ControlPatch, ControlPost, ControlWire } from "#app/controls/control-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const list = (items: unknown) => ({
  type: "object",
  required: ["data"],
  properties: { data: { type: "array", items } },
});
const read = { security: [{ token: ["read"] }] };

const id = (example: string) => ({ name: "id", in: "path", required: true, schema: { type: "string" }, example });

/** The categories and controls, for the description of the whole interface. */
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
    parameters: [id("federated_partner")],
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
  "/api/v1/controls": {
    get: {
      operationId: "listControls",
      summary: "List the catalogue of compensating controls",
      ...read,
      responses: { "200": answered("Every control.", list(ref("Control"))), ...refusedAnswers },
    },
    post: {
      operationId: "addControl",
      summary: "Add a control to the catalogue",
      security: [{ token: ["policy"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(ControlPost)),
      responses: { "201": answered("The control.", ref("Control")), ...refusedAnswers },
    },
  },
  "/api/v1/controls/adopt": {
    post: {
      operationId: "adoptControls",
      summary: "Add what ships with the register and is not in the catalogue; what is there stays as it is",
      security: [{ token: ["policy"] }],
      parameters: [idempotencyKey],
      responses: {
        "200": answered("What was added.", {
          type: "object",
          required: ["added"],
          properties: { added: { type: "array", items: ref("Control") } },
        }),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/controls/{id}": {
    parameters: [id("session_monitoring")],
    get: {
      operationId: "readControl",
      summary: "Read one control of the catalogue",
      ...read,
      responses: { "200": answered("The control.", ref("Control")), ...refusedAnswers },
    },
    patch: {
      operationId: "changeControl",
      summary: "Change a control of the catalogue, or offer it no longer",
      security: [{ token: ["policy"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(ControlPatch)),
      responses: { "200": answered("The control.", ref("Control")), ...refusedAnswers },
    },
  },
  "/api/v1/exceptions/{id}/control-checks": {
    parameters: [id("EXC-2026-0042")],
    get: {
      operationId: "listControlChecks",
      summary: "List the checks of a record's controls, the newest first, the latest 500",
      ...read,
      responses: { "200": answered("The checks.", list(ref("ControlCheck"))), ...refusedAnswers },
    },
    post: {
      operationId: "checkControl",
      summary: "Record whether a control that the record names works; of one that does not the owner is told",
      security: [{ token: ["write"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(ControlCheckBody)),
      responses: { "201": answered("The check.", ref("ControlCheck")), ...refusedAnswers },
    },
  },
};

export const rulesSchemas = {
  Category: output(CategoryWire),
  Control: output(ControlWire),
  ControlCheck: output(ControlCheckWire),
};
