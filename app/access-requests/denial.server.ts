import { z } from "zod";
import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { subjectKinds } from "#app/engine/types.ts";
import { requestableReasons } from "./template.ts";

/** A refusal that may be answered with a request, as the decision point vouches for it. */
const DenialSchema = z.object({
  purpose: z.literal("access_request"),
  workspaceId: z.string(),
  decisionId: z.string(),
  subjectKind: z.enum(subjectKinds),
  subjectId: z.string(),
  applicationId: z.string(),
  protocol: z.string(),
  reason: z.enum(requestableReasons),
  expiresAt: z.string(),
});
export type Denial = z.output<typeof DenialSchema>;

/** How long a refusal may be answered with a request. */
export const denialMs = 60 * 60_000;

/** Returns the text that proves a refusal: sealed with the server's key, so that nobody makes or alters one. */
export function bindDenial(secrets: SecretBox, denial: Omit<Denial, "purpose">): string {
  return secrets.seal(JSON.stringify({ purpose: "access_request", ...denial } satisfies Denial));
}

/** Returns the refusal that a text proves, or null for a text that proves none. */
export function readDenial(secrets: SecretBox, bindingToken: string): Denial | null {
  try {
    return DenialSchema.parse(JSON.parse(secrets.open(bindingToken)));
  } catch {
    return null;
  }
}
