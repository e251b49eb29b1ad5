import { z } from "zod";
import { AttachmentWire, WithdrawalBody } from "#app/attachments/attachment.ts";
import { CommentBody, CommentsQuery, CommentWire } from "#app/register/comment.ts";
import { answered, body, exceptionId, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const write = { security: [{ token: ["write"] }] };

const attachmentId = { name: "attachmentId", in: "path", required: true, schema: { type: "string" } };

const WatchWire = z.object({ is_watching: z.boolean() });
const watchAnswers = { "200": answered("Whether the caller watches it now.", output(WatchWire)), ...refusedAnswers };

/** What stands around a record, for the description of the whole interface. */
export const aroundRecordPaths = {
  "/api/v1/exceptions/{id}/comments": {
    parameters: [exceptionId],
    get: {
      operationId: "listComments",
      summary: "List what was said, oldest first",
      security: [{ token: ["read"] }],
      parameters: Object.entries(CommentsQuery.shape).map(([name, schema]) => ({
        name,
        in: "query",
        required: false,
        schema: input(schema),
      })),
      responses: {
        "200": answered("A page of comments.", {
          type: "object",
          required: ["data", "next_cursor"],
          properties: {
            data: { type: "array", items: ref("Comment") },
            next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
          },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "addComment",
      summary: "Say something; it stays as it is for good",
      ...write,
      parameters: [idempotencyKey],
      requestBody: body(input(CommentBody)),
      responses: { "201": answered("The comment.", ref("Comment")), ...refusedAnswers },
    },
  },
  "/api/v1/exceptions/{id}/attachments": {
    parameters: [exceptionId],
    get: {
      operationId: "listAttachments",
      summary: "List the files that were added, oldest first",
      security: [{ token: ["read"] }],
      responses: {
        "200": answered("All that the caller may know of.", {
          type: "object",
          required: ["data"],
          properties: { data: { type: "array", items: ref("Attachment") } },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "addAttachment",
      summary: "Add a file of at most 25 MB",
      ...write,
      requestBody: {
        required: true,
        content: {
          "multipart/form-data": {
            schema: {
              type: "object",
              required: ["file"],
              properties: {
                note: { type: "string", maxLength: 2000, description: "What it shows." },
                file: { type: "string", contentMediaType: "application/octet-stream" },
              },
            },
          },
        },
      },
      responses: { "201": answered("The attachment.", ref("Attachment")), ...refusedAnswers },
    },
  },
  "/api/v1/exceptions/{id}/attachments/{attachmentId}": {
    parameters: [exceptionId, attachmentId],
    get: {
      operationId: "readAttachment",
      summary: "Download a file",
      security: [{ token: ["read"] }],
      responses: {
        "200": {
          description: "The bytes, under their own type and name.",
          content: { "*/*": { schema: { type: "string", contentMediaType: "application/octet-stream" } } },
        },
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/exceptions/{id}/attachments/{attachmentId}/withdraw": {
    parameters: [exceptionId, attachmentId],
    post: {
      operationId: "withdrawAttachment",
      summary: "Mark a file as not to be used; it is kept",
      ...write,
      parameters: [idempotencyKey],
      requestBody: body(input(WithdrawalBody)),
      responses: { "200": answered("The attachment.", ref("Attachment")), ...refusedAnswers },
    },
  },
  "/api/v1/exceptions/{id}/watch": {
    parameters: [exceptionId],
    put: {
      operationId: "watchException",
      summary: "Be told of every change of state and every comment",
      ...write,
      responses: watchAnswers,
    },
    delete: { operationId: "unwatchException", summary: "Be told no longer", ...write, responses: watchAnswers },
  },
};

export const aroundRecordSchemas = { Comment: output(CommentWire), Attachment: output(AttachmentWire) };
