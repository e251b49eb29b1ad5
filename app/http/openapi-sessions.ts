import { LiveSessionsWire, SessionsEndedWire } from "#app/auth/live-session-wire.ts";
import { answered, output, refusedAnswers } from "./openapi-parts.ts";

const inPath = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});
const person = inPath("id", "The person's id, or their user name.");

const list = (operationId: string, summary: string) => ({
  operationId,
  summary,
  security: [{ token: ["read"] }],
  responses: { "200": answered("What has not ended.", output(LiveSessionsWire)), ...refusedAnswers },
});
const end = (operationId: string, summary: string, scope: string) => ({
  operationId,
  summary,
  security: [{ token: [scope] }],
  responses: { "200": answered("They have ended.", output(SessionsEndedWire)), ...refusedAnswers },
});

/** The sessions of the register itself, for the description of the whole interface. */
export const sessionPaths = {
  "/api/v1/sessions": {
    get: list("listOwnSessions", "List one's own sessions in the register"),
    delete: end("endOwnSessions", "End all of one's own sessions", "write"),
  },
  "/api/v1/sessions/{id}": {
    parameters: [inPath("id", "The session's id.")],
    delete: end("endOwnSession", "End one of one's own sessions", "write"),
  },
  "/api/v1/users/{id}/sessions": {
    parameters: [person],
    get: list("listSessions", "List a person's sessions in the register"),
    delete: end("endSessions", "End all sessions of a person", "directory"),
  },
  "/api/v1/users/{id}/sessions/{session}": {
    parameters: [person, inPath("session", "The session's id.")],
    delete: end("endSession", "End one session of a person", "directory"),
  },
};
