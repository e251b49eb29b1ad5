import type { Decision, FactorKind } from "#app/engine/types.ts";

/** The authentication context class that a step-up asks for; the name that shared signals give to AAL2. */
export const acr = "nist-aal2";

/** As in RFC 8176; recovery codes have no registered value. */
const amr: Record<FactorKind, string> = {
  passkey: "swk",
  security_key: "hwk",
  totp: "otp",
  recovery_code: "x_recovery_code",
};

/**
 * Says what a session has to do to step up, in the two forms that callers know: the strings of RFC 9470, and an obligation.
 * They come with a refusal only. A caller that knows neither has been told no, and that is enough.
 */
export function stepUpContext({ reason, acceptableFactors }: Decision, maxAgeSeconds: number) {
  if (reason !== "MFA_STEP_UP_REQUIRED") return {};
  const amrValues = ["mfa", ...acceptableFactors.map((kind) => amr[kind])];
  return {
    max_age: maxAgeSeconds,
    acr_values: acr,
    amr_values: amrValues.join(" "),
    obligations: [
      {
        id: "step-up",
        type: "step-up",
        properties: { acr_value: acr, amr_values: amrValues, max_age: maxAgeSeconds },
      },
    ],
  };
}
