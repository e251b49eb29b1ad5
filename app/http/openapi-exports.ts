import { ExportWire, NewExportWire } from "#app/exports/export-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const id = { name: "id", in: "path", required: true, schema: { type: "string" }, example: "exp_7h3k" };
const read = { security: [{ token: ["read"] }] };
const one = answered("The export.", ref("Export"));
const refused = {
  ...refusedAnswers,
  "429": {
    description: "Five of one's exports are not done yet.",
    content: { "application/problem+json": { schema: ref("Problem") } },
  },
};
const bytes = { schema: { type: "string", format: "binary" } };

/** What is given out as files, for the description of the whole interface. */
export const exportPaths = {
  "/api/v1/exports": {
    get: {
      operationId: "listExports",
      summary: "List the latest exports: one's own, and everybody's with oversight",
      ...read,
      responses: {
        "200": answered("Up to 100 exports, newest first.", {
          type: "object",
          required: ["data"],
          properties: { data: { type: "array", items: ref("Export") } },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "requestExport",
      summary: "Ask for a file, which is made in the background",
      ...read,
      parameters: [idempotencyKey],
      requestBody: body(input(NewExportWire)),
      responses: { "202": one, ...refused },
    },
  },
  "/api/v1/exports/{id}": {
    parameters: [id],
    get: {
      operationId: "readExport",
      summary: "Read how far one export is, and the hash of its file",
      ...read,
      responses: { "200": one, ...refusedAnswers },
    },
    delete: {
      operationId: "cancelExport",
      summary: "Take one back that is not done",
      ...read,
      responses: { "200": one, ...refusedAnswers },
    },
  },
  "/api/v1/exports/{id}/file": {
    parameters: [id],
    get: {
      operationId: "fetchExport",
      summary: "Fetch the file; `Range` goes on with a download that broke off",
      ...read,
      parameters: [
        { name: "Range", in: "header", required: false, schema: { type: "string" }, example: "bytes=1048576-" },
        { name: "If-Range", in: "header", required: false, schema: { type: "string" } },
      ],
      responses: {
        "200": { description: "The file; `ETag` is its SHA-256.", content: { "application/octet-stream": bytes } },
        "206": { description: "The part of it.", content: { "application/octet-stream": bytes } },
        "304": { description: "You have it already." },
        "416": { description: "It has no such part." },
        ...refusedAnswers,
      },
    },
  },
};

export const exportSchemas = { Export: output(ExportWire) };
