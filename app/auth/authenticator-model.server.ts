import models from "./authenticator-models.json" with { type: "json" };

const byAaguid = new Map(Object.entries(models));

/** Returns what an authenticator's make is called, or null for one that is not listed or does not tell. */
export function authenticatorModel(aaguid: string): string | null {
  return byAaguid.get(aaguid.toLowerCase()) ?? null;
}
