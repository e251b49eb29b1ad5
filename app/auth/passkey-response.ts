import { z } from "zod";

const base64url = z
  .string()
  .regex(/^[A-Za-z0-9_-]*$/)
  .max(16_384);
const credentialId = base64url.min(1).max(1400);

const common = {
  id: credentialId,
  rawId: credentialId,
  type: z.literal("public-key"),
  authenticatorAttachment: z.enum(["platform", "cross-platform"]).optional().catch(undefined),
};

/** A hidden form field holds the browser's answer as JSON; anything else is no answer. */
const json = z
  .string()
  .max(65_536)
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: "custom", message: "expected JSON" });
      return z.NEVER;
    }
  });

/** The answer to navigator.credentials.get, as WebAuthn's AuthenticationResponseJSON. */
export const PasskeySignatureWire = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    authenticatorData: base64url,
    signature: base64url,
    // Browsers say null where an authenticator gives none.
    userHandle: base64url.nullish().transform((handle) => handle ?? undefined),
  }),
});
export const PasskeySignature = json.pipe(PasskeySignatureWire);

/** The answer to navigator.credentials.create, as WebAuthn's RegistrationResponseJSON. */
export const NewPasskeyWire = z.object({
  ...common,
  response: z.object({
    clientDataJSON: base64url,
    attestationObject: base64url,
    transports: z.array(z.string().max(32)).max(10).optional(),
  }),
});
export const NewPasskey = json.pipe(NewPasskeyWire);

export type PasskeySignature = z.output<typeof PasskeySignature>;
export type NewPasskey = z.output<typeof NewPasskey>;
