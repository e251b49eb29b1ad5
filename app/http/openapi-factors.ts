import { PasskeySignatureWire } from "#app/auth/passkey-response.ts";
import { AddedPasskeyWire, FinishPasskeyWire, StartPasskeyWire } from "#app/auth/passkey-wire.ts";
import { SessionWire } from "#app/auth/session-wire.ts";
import { WebauthnQuery } from "#app/auth/webauthn-query.ts";
import { answered, body, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

/** These go by the cookies of the browser. */
const open = { security: [{}, { session: [] }] };
const options = (what: string) =>
  answered(`${what}, as WebAuthn's JSON, and the cookie of the challenge.`, { type: "object" });

const query = Object.entries(WebauthnQuery.shape).map(([name, schema]) => ({
  name,
  in: "query",
  required: false,
  schema: input(schema),
}));

/** Passkeys for the register's own pages and other front ends of the organisation, for the whole description. */
export const factorPaths = {
  "/api/auth/mfa/challenge/webauthn": {
    get: {
      operationId: "askForPasskey",
      summary: "Ask what an authenticator is to sign, to sign in or to show a factor anew",
      ...open,
      parameters: query,
      responses: { "200": options("What to ask"), ...refusedAnswers },
    },
  },
  "/api/auth/mfa/verify/webauthn": {
    post: {
      operationId: "verifyPasskey",
      summary: "Sign in, or show a factor anew, with what an authenticator has signed",
      ...open,
      parameters: query,
      requestBody: body(input(PasskeySignatureWire)),
      responses: {
        "200": answered("The session, and its cookie.", ref("Session")),
        ...refusedAnswers,
      },
    },
  },
  "/api/mfa/passkeys/start": {
    post: {
      operationId: "startPasskey",
      summary: "Ask what an authenticator is to make a passkey of",
      ...open,
      requestBody: body(input(StartPasskeyWire)),
      responses: {
        "200": options("What to ask"),
        ...refusedAnswers,
      },
    },
  },
  "/api/mfa/passkeys/finish": {
    post: {
      operationId: "finishPasskey",
      summary: "Add the passkey that was made; whoever is on the way in is signed in with it",
      ...open,
      requestBody: body(input(FinishPasskeyWire)),
      responses: {
        "200": answered("The session, and its cookie.", ref("Session")),
        "201": answered("The passkey.", output(AddedPasskeyWire)),
        ...refusedAnswers,
      },
    },
  },
};

export const factorSchemas = { Session: output(SessionWire) };
