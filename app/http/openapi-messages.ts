import { ChoicesWire, InboxMessageWire, ReadWire } from "#app/mail/messages-wire.ts";
import { topics } from "#app/mail/traits.ts";
import { answered, body, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const unread = { type: "integer", description: "How many messages of the last 90 days are not read." };

/** One's own inbox, and how one is mailed, for the description of the whole interface. */
export const messagePaths = {
  "/api/v1/me/inbox": {
    get: {
      operationId: "listInbox",
      summary: "List your messages of the last 90 days, the newest first",
      security: [{ token: ["read"] }],
      parameters: [
        { name: "topic", in: "query", required: false, schema: { type: "string", enum: topics } },
        { name: "unread", in: "query", required: false, schema: { type: "string", enum: ["1"] } },
        { name: "cursor", in: "query", required: false, schema: { type: "string" } },
      ],
      responses: {
        "200": answered("A page of the inbox.", {
          type: "object",
          required: ["data", "next_cursor", "unread"],
          properties: {
            data: { type: "array", items: ref("InboxMessage") },
            next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
            unread,
          },
        }),
        ...refusedAnswers,
      },
    },
    post: {
      operationId: "readInbox",
      summary: "Mark one of your messages as read, or all",
      security: [{ token: ["write"] }],
      requestBody: body(input(ReadWire)),
      responses: {
        "200": answered("What is left.", { type: "object", required: ["unread"], properties: { unread } }),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/me/notifications": {
    get: {
      operationId: "readNotifications",
      summary: "Read how you are mailed, where you have chosen yourself",
      security: [{ token: ["read"] }],
      responses: { "200": answered("Your choices.", ref("Notifications")), ...refusedAnswers },
    },
    put: {
      operationId: "chooseNotifications",
      summary: "Choose how you are mailed; what is left out is as your workspace has it",
      security: [{ token: ["write"] }],
      requestBody: body(ref("Notifications")),
      responses: { "200": answered("Your choices.", ref("Notifications")), ...refusedAnswers },
    },
  },
};

export const messageSchemas = { InboxMessage: output(InboxMessageWire), Notifications: input(ChoicesWire) };
