import { driftText } from "#app/components/oath-words.ts";
import { factorLabels } from "#app/register/describe.ts";
import type { Factor } from "#db/factors.ts";
import { authenticatorModel } from "./authenticator-model.server.ts";

/** A factor as its owner sees it. */
export type FactorView = Pick<Factor, "id" | "kind" | "createdAt" | "lastUsedAt"> & {
  name: string;
  /** What else is known of it; empty for what its name says already. */
  about: string;
  /** Whether it has a clock that can be set. */
  hasClock: boolean;
};

/** Returns what somebody is shown of a factor of theirs, never a secret of it. */
export function factorView({ id, kind, label, createdAt, lastUsedAt, credential, totp }: Factor): FactorView {
  const kindLabel = totp?.tokenKind === "hardware" ? "Hardware token" : factorLabels[kind];
  const facts = [...(kindLabel === label ? [] : [kindLabel]), ...(credential ? factsOf(credential) : [])];
  if (totp) facts.push(`clock ${driftText(totp.drift, totp.period)}`);
  const about = capitalised(facts.join(" · "));
  return { id, kind, name: label, about, createdAt, lastUsedAt, hasClock: totp !== null };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Browsers tell the make of an authenticator only where it does not single anybody out. */
function factsOf({ aaguid, backupEligible, backedUp }: NonNullable<Factor["credential"]>): string[] {
  const model = authenticatorModel(aaguid) ?? "make and model not known";
  if (!backupEligible) return ["bound to its device", model];
  return [backedUp ? "synced" : "may be synced", model];
}
