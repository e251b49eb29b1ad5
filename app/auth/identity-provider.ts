import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";

/** Values of `amr` and `acr` by the kind of factor that they stand for. */
export const MethodClaims = z.object({
  passkey: z.array(z.string()),
  securityKey: z.array(z.string()),
  totp: z.array(z.string()),
  /** Values that say MFA was used and not how. */
  unnamed: z.array(z.string()),
  /** What an MFA that is not named counts as. */
  unnamedCountsAs: z.enum(["nothing", "totp"]),
});
export type MethodClaims = z.output<typeof MethodClaims>;

/** The values that RFC 8176 registers, and the one that providers of passkeys have come to use. */
export const usualClaims: MethodClaims = {
  passkey: ["swk", "fido"],
  securityKey: ["hwk"],
  totp: ["otp"],
  unnamed: ["mfa"],
  unnamedCountsAs: "nothing",
};

/** An OpenID Connect provider whose word for who somebody is counts in a workspace. */
export type IdentityProvider = {
  workspaceId: string;
  id: string;
  /** As people know it: "Single sign-on with …". */
  name: string;
  /** As the provider spells it. */
  issuer: string;
  clientId: string;
  /** Sealed; null for a client without one. */
  clientSecret: string | null;
  scopes: readonly string[];
  isEnabled: boolean;
  /** Whether people whom the register does not know are added when they first sign in. */
  addsPeople: boolean;
  /** The domains of e-mail addresses that this provider may speak for; with none, any. */
  domains: readonly string[];
  /** Whether its word for a second factor counts as one. */
  trustsMfa: boolean;
  methodClaims: MethodClaims;
  createdAt: Instant;
  updatedAt: Instant;
};
