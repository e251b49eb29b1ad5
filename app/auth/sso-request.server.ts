import { randomNonce, randomPKCECodeVerifier, randomState } from "openid-client";
import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import { issueChallenge, spendChallenge } from "#db/challenges.ts";
import type { Db } from "#db/connect.ts";
import type { Binding } from "./provider-client.server.ts";
import type { SecretBox } from "./secret-box.server.ts";

/** How long somebody may take to sign in at a provider. */
const requestMs = 10 * 60_000;

/** A sign-in that was begun at a provider. */
const SsoRequest = z.object({
  providerId: z.string(),
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** Where to go afterwards. */
  to: z.string().nullable(),
  /** The session that is to be stepped up; null for a sign-in. */
  sessionHash: z.string().nullable(),
});
export type SsoRequest = z.output<typeof SsoRequest>;

type Remembering = { workspaceId: string; secrets: SecretBox; now: Instant };
type Asked = Pick<SsoRequest, "providerId" | "to" | "sessionHash">;

/** What is remembered of it here, and the cookie by which this browser alone comes back to it. */
export type BegunRequest = { binding: Binding; cookie: { value: string; expiresAt: Instant } };

/** Remembers a sign-in that begins at a provider; all that its answer has to match stays on the server, sealed. */
export async function rememberRequest(
  db: Db,
  { workspaceId, secrets, now, ...asked }: Remembering & Asked,
): Promise<BegunRequest> {
  const binding = { state: randomState(), nonce: randomNonce(), codeVerifier: randomPKCECodeVerifier() };
  const expiresAt = new Date(Date.parse(now) + requestMs).toISOString();
  const request: SsoRequest = { ...asked, ...binding };
  const id = await issueChallenge(db, {
    workspaceId,
    purpose: "single_sign_on",
    userId: null,
    sessionHash: null,
    challenge: secrets.seal(JSON.stringify(request)),
    origin: null,
    rpId: null,
    expiresAt,
    now,
  });
  return { binding, cookie: { value: `${workspaceId}.${id}`, expiresAt } };
}

/** Returns the sign-in that a browser's cookie leads to, once; null when it has ended or somebody was faster. */
export async function takeRequest(
  db: Db,
  { cookie, secrets, now }: { cookie: string | null; secrets: SecretBox; now: Instant },
): Promise<{ workspaceId: string; request: SsoRequest } | null> {
  const [workspaceId, id] = cookie?.split(".") ?? [];
  if (workspaceId === undefined || id === undefined) return null;
  const binding = { workspaceId, purpose: "single_sign_on", userId: null, sessionHash: null } as const;
  const asked = await spendChallenge(db, { ...binding, id, now });
  return asked ? { workspaceId, request: SsoRequest.parse(JSON.parse(secrets.open(asked.challenge))) } : null;
}
