import type { Policy } from "#app/engine/types.ts";
import type { ExemptionRef, ReadExemption } from "#app/signins/decision-record.ts";
import type { ReadRecord } from "#app/signins/read-record.ts";
import type { Db } from "#db/connect.ts";
import { exemptionsAt } from "#db/exemption-versions.ts";
import { findPolicyVersion } from "#db/policies.ts";

export type History = {
  /** Fetches what these records name and is not known yet. */
  load(records: readonly ReadRecord[]): Promise<void>;
  /** Returns what a record was judged by, or null where that was not kept. */
  of(record: ReadRecord): { policy: Policy; exemptions: ReadExemption[] } | null;
};

const mostExemptions = 50_000;

/** What decisions of a workspace were judged by, each version read once. */
export function openHistory(db: Db, workspaceId: string): History {
  const policies = new Map<number, Policy | null>();
  const exemptions = new Map<string, ReadExemption | null>();

  async function loadPolicies(versions: Set<number>): Promise<void> {
    for (const version of versions)
      if (!policies.has(version))
        policies.set(version, (await findPolicyVersion(db, workspaceId, version))?.policy ?? null);
  }

  async function loadExemptions(refs: readonly ExemptionRef[]): Promise<void> {
    if (exemptions.size > mostExemptions) exemptions.clear();
    const missing = new Map(refs.filter((ref) => !exemptions.has(keyOf(ref))).map((ref) => [keyOf(ref), ref]));
    for (const key of missing.keys()) exemptions.set(key, null);
    for (const found of await exemptionsAt(db, workspaceId, [...missing.values()]))
      exemptions.set(keyOf([found.id, found.version]), found);
  }

  return {
    load: async (records) => {
      await loadPolicies(new Set(records.map(({ policyVersion }) => policyVersion)));
      await loadExemptions(records.flatMap(({ candidates }) => candidates));
    },
    of: ({ policyVersion, candidates }) => {
      const policy = policies.get(policyVersion) ?? null;
      const read = candidates.flatMap((ref) => asRead(ref, exemptions.get(keyOf(ref)) ?? null));
      return policy === null || read.length < candidates.length ? null : { policy, exemptions: read };
    },
  };
}

/** A version is kept once; what was left of its uses is each decision's own. */
function asRead([, , left]: ExemptionRef, found: ReadExemption | null): ReadExemption[] {
  if (found === null) return [];
  const usesLeft = left ?? null;
  return [found.usesLeft === usesLeft ? found : { ...found, usesLeft }];
}

function keyOf([id, version]: ExemptionRef): string {
  return `${id} ${version}`;
}
