import type { FactorKind } from "#app/engine/types.ts";
import type { SignInMethod } from "#app/reports/measured-rows.ts";

/** The methods that figures tell apart, the strongest first, by the factors that they are shown with. */
const methods = [
  ["phishing_resistant", ["passkey", "security_key"]],
  ["otp", ["totp"]],
  ["codes", ["recovery_code"]],
] as const satisfies readonly (readonly [SignInMethod, readonly FactorKind[]])[];

/**
 * Returns the strongest method that a decision was told of, by the body of its record. The body is searched and not read, as
 * every decision passes here: within a text that people write, these quotes would be escaped.
 */
export function methodWrittenIn(body: string): SignInMethod {
  const isWritten = (kind: FactorKind) => body.includes(`"method":"${kind}"`);
  return methods.find(([, kinds]) => kinds.some(isWritten))?.[0] ?? "none";
}
