export const safeguardIds = [
  "164.312(d)",
  "164.308(a)(5)(ii)(D)",
  "164.308(a)(5)(ii)(C)",
  "164.308(a)(4)(ii)(B)",
] as const;
/** A safeguard of the HIPAA Security Rule by its paragraph in 45 CFR. */
export type SafeguardId = (typeof safeguardIds)[number];

/** The safeguards that doing without a second factor touches. A standard has to be met; an addressable specification has to be assessed. */
export const safeguards: Record<SafeguardId, { label: string; isAddressable: boolean }> = {
  "164.312(d)": { label: "Person or entity authentication", isAddressable: false },
  "164.308(a)(5)(ii)(D)": { label: "Password management", isAddressable: true },
  "164.308(a)(5)(ii)(C)": { label: "Log-in monitoring", isAddressable: true },
  "164.308(a)(4)(ii)(B)": { label: "Access authorization", isAddressable: true },
};

/** Returns the safeguard that a text names, or null. */
export function safeguardNamed(name: string | null): SafeguardId | null {
  return safeguardIds.find((id) => id === name) ?? null;
}
