import type { Caller } from "#app/auth/caller.server.ts";
import { Refused } from "#app/register/refused.ts";
import { seesSignIns } from "#app/register/roles.ts";
import type { Db } from "#db/connect.ts";
import { sealOver } from "#db/decision-streams.ts";
import { findDecision } from "#db/decisions.ts";
import { exemptionsAt } from "#db/exemption-versions.ts";
import { findPolicyVersion } from "#db/policies.ts";
import { placeOf } from "./decision-id.ts";
import { evaluateAgain } from "./evaluate-again.ts";
import type { Explained } from "./explained.ts";
import { readRecord } from "./read-record.ts";

/**
 * Explains a decision to somebody who may see it.
 * @throws Refused 404 when there is none, or none that the caller may see: the two are not told apart.
 */
export async function explainDecision(db: Db, caller: Caller, id: string): Promise<Explained> {
  const workspaceId = caller.workspace.id;
  const place = placeOf(id);
  const row = place && (await findDecision(db, workspaceId, place));
  if (!row || !(seesSignIns(caller.roles) || row.subjectId === caller.user.id))
    throw new Refused(404, "not_found", `There is no decision ${id.slice(0, 100)}.`);
  const read = readRecord(row);
  const version = await findPolicyVersion(db, workspaceId, read.policyVersion);
  if (!version) throw new Error(`policy ${read.policyVersion} is missing, expected every version that a decision read`);
  const exemptions = await exemptionsAt(db, workspaceId, read.candidates);
  const missing = read.candidates.filter(([ref]) => !exemptions.some((found) => found.id === ref)).map(([ref]) => ref);
  const { policy, createdAt: policySince } = version;
  return {
    id,
    row: row as Explained["row"], // cast: written only from the unions
    read,
    policy,
    policySince,
    exemptions,
    missing,
    again: missing.length > 0 ? null : evaluateAgain(row, read, { policy, exemptions }),
    sealedAt: (await sealOver(db, workspaceId, row))?.at ?? null,
  };
}
