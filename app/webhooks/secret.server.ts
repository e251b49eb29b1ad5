import { randomBytes } from "node:crypto";
import { Webhook } from "standardwebhooks";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Endpoint } from "./endpoint.ts";

/** Standard Webhooks asks for 24 to 64 bytes. */
const secretBytes = 32;

/** Makes a secret as receivers know them: whsec_ and base64. */
export function newSecret(): string {
  return `whsec_${randomBytes(secretBytes).toString("base64")}`;
}

type Sealed = Pick<Endpoint, "secret" | "previousSecret" | "previousUntil">;

/** Returns the secrets that messages are signed with now: the present one, and the one before while it counts. */
export function openedSecrets(
  { secret, previousSecret, previousUntil }: Sealed,
  secrets: SecretBox,
  now: Instant,
): string[] {
  const before = previousSecret !== null && previousUntil !== null && now < previousUntil ? [previousSecret] : [];
  return [secret, ...before].map((sealed) => secrets.open(sealed));
}

type Signed = { id: string; body: string; at: Instant };

/** Returns the headers by which a receiver tells that a message is ours and new, whichever secret it has. */
export function signatureHeaders(secrets: readonly string[], { id, body, at }: Signed): Record<string, string> {
  const signatures = secrets.map((secret) => new Webhook(secret).sign(id, new Date(at), body));
  return {
    "webhook-id": id,
    "webhook-timestamp": String(Math.floor(Date.parse(at) / 1000)),
    "webhook-signature": signatures.join(" "),
  };
}
