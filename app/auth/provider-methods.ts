import type { CompletedMethod, FactorKind, Instant } from "#app/engine/types.ts";
import type { IdentityProvider } from "./identity-provider.ts";

/** What a provider says of how somebody proved who they are. */
export type SaidMethods = { amr: readonly string[]; acr: string | null; authTime: Instant | null };

/** RFC 8176: the key checked whose hand it was in. "user" says only that somebody was there. */
const verifying = ["pin", "fpt", "face", "iris", "retina", "vbm", "mfa"];
/** A code over the telephone is no factor here, and a provider says `otp` of it, too. */
const telephone = ["sms", "tel"];

/** NIST SP 800-63B-4, 2.2.3: a proof of two factors should count for no longer than a day. */
const longestMs = 24 * 60 * 60_000;

/**
 * Returns what a sign-in at a provider completed here. It is a federated sign-in, one factor, whatever the provider did;
 * what it says of further ones counts only where an admin trusts it in that, and where it says when they were used.
 */
export function methodsOf(
  { amr, acr, authTime }: SaidMethods,
  { trustsMfa, methodClaims }: Pick<IdentityProvider, "trustsMfa" | "methodClaims">,
  now: Instant,
): CompletedMethod[] {
  const federated: CompletedMethod = { method: "federated", completedAt: now, userVerified: false };
  if (!trustsMfa || authTime === null || Date.parse(now) - Date.parse(authTime) > longestMs) return [federated];
  const said = acr === null ? amr : [...amr, acr];
  const isSaid = (values: readonly string[]) => values.some((value) => said.includes(value));
  const { passkey, securityKey, totp, unnamed, unnamedCountsAs } = methodClaims;
  const isByTelephone = isSaid(telephone);
  const named: FactorKind[] = [];
  if (isSaid(passkey)) named.push("passkey");
  if (isSaid(securityKey)) named.push("security_key");
  if (isSaid(totp) && !isByTelephone) named.push("totp");
  if (named.length === 0 && isSaid(unnamed) && unnamedCountsAs === "totp" && !isByTelephone) named.push("totp");
  // A provider's clock may run ahead of ours; what has not happened yet would count for nothing.
  const completedAt = authTime < now ? authTime : now;
  const vouched = named.map((method): CompletedMethod => {
    const userVerified = method !== "totp" && isSaid(verifying);
    return { method, completedAt, userVerified, isVouched: true };
  });
  return [federated, ...vouched];
}
