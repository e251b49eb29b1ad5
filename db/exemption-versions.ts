import type { Exemption, Scope } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { ExemptionRef, ReadExemption } from "#app/signins/decision-record.ts";
import type { Db } from "./connect.ts";

/** What is kept of a record; how often it was used meanwhile is in the decisions. */
type Kept = Omit<Exemption, "id" | "usesLeft">;

/** As many pairs as one statement may name on every database. */
const mostInOne = 200;

/** Keeps what a record says from now on, if that can lower a sign-in; a version is kept once and never changes. */
export async function insertExemptionVersion(tx: Db, record: Exception): Promise<void> {
  if (record.state !== "active") return;
  const { workspaceId, id: exceptionId, version, state, effect, factors, scope, startsAt, endsAt } = record;
  const body: Kept = { state, effect, factors, scope, startsAt, endsAt };
  await tx
    .insertInto("exemptionVersions")
    .values({ workspaceId, exceptionId, version, body: JSON.stringify(body) })
    .execute();
}

/** Returns exceptions as decisions read them, in no particular order; a version that was not kept is left out. */
export async function exemptionsAt(
  db: Db,
  workspaceId: string,
  refs: readonly ExemptionRef[],
): Promise<ReadExemption[]> {
  const found: ReadExemption[] = [];
  for (let start = 0; start < refs.length; start += mostInOne) {
    const asked = refs.slice(start, start + mostInOne);
    const wanted = Map.groupBy(asked, keyOf);
    // Two lists instead of pairs: for a choice between pairs SQLite would read every version of the workspace.
    const rows = await db
      .selectFrom("exemptionVersions")
      .select(["exceptionId", "version", "body"])
      .where("workspaceId", "=", workspaceId)
      .where("exceptionId", "in", [...new Set(asked.map(([id]) => id))])
      .where("version", "in", [...new Set(asked.map(([, version]) => version))])
      .execute();
    for (const { exceptionId: id, version, body } of rows)
      for (const [, , usesLeft = null] of wanted.get(keyOf([id, version])) ?? [])
        found.push({ ...keptOf(body), id, version, usesLeft });
  }
  return found;
}

/** Reads what was kept; a scope of before uses could be counted says nothing of them. */
function keptOf(body: string): Kept {
  const { scope, ...rest } = JSON.parse(body) as Omit<Kept, "scope"> & {
    scope: Omit<Scope, "maxUses"> & Partial<Scope>;
  }; // cast: written only above
  return { ...rest, scope: { ...scope, maxUses: scope.maxUses ?? null } };
}

function keyOf([id, version]: ExemptionRef): string {
  return `${id} ${version}`;
}
