/** The requirements of PCI DSS v4.0.1 that an exception from MFA can leave unmet, in our words. */
const known: Readonly<Record<string, { definition: string; objective: string }>> = {
  "8.4.1": {
    definition:
      "MFA for all non-console access into the cardholder data environment by people with administrative access.",
    objective: "Administrative access cannot be had with a single authentication factor.",
  },
  "8.4.2": {
    definition: "MFA for all non-console access into the cardholder data environment.",
    objective: "Access to the cardholder data environment cannot be had with a single authentication factor.",
  },
  "8.4.3": {
    definition:
      "MFA for all remote access from outside the entity’s network that could reach or affect the cardholder data environment.",
    objective: "Remote access to the entity’s network cannot be had with a single authentication factor.",
  },
  "8.5.1": {
    definition:
      "MFA systems withstand replay, cannot be bypassed without a documented exception that management has authorised for a limited time, use two kinds of factors, and grant access only after all of them.",
    objective: "MFA withstands attacks that try to get around it.",
  },
};

export const pciRequirementNumbers = Object.keys(known);

/** How the number of a requirement is written, such as 8.4.2. */
export const requirementNumber = /^\d{1,2}(\.\d{1,2}){1,3}$/;

/** Returns what a requirement asks and what for; null for one that this product knows nothing of. */
export function pciRequirement(number: string | null): { definition: string; objective: string } | null {
  return number === null ? null : (known[number] ?? null);
}
