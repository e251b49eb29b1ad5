import type { Exemption } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import type { ReadExemption } from "#app/signins/decision-record.ts";
import type { Db } from "./connect.ts";

/** A record as a decision read it. */
export type ExemptionRef = readonly [id: string, version: number];

/** As many pairs as one statement may name on every database. */
const mostInOne = 200;

/** Keeps what a record says from now on, if that can lower a sign-in; a version is kept once and never changes. */
export async function insertExemptionVersion(tx: Db, record: Exception): Promise<void> {
  if (record.state !== "active") return;
  const { workspaceId, id: exceptionId, version, state, effect, factors, scope, startsAt, endsAt } = record;
  const body: Omit<Exemption, "id"> = { state, effect, factors, scope, startsAt, endsAt };
  await tx
    .insertInto("exemptionVersions")
    .values({ workspaceId, exceptionId, version, body: JSON.stringify(body) })
    .execute();
}

/** Returns exceptions as decisions read them; a version that was not kept is left out. */
export async function exemptionsAt(
  db: Db,
  workspaceId: string,
  refs: readonly ExemptionRef[],
): Promise<ReadExemption[]> {
  const found: ReadExemption[] = [];
  for (let start = 0; start < refs.length; start += mostInOne) {
    const asked = refs.slice(start, start + mostInOne);
    const wanted = new Set(asked.map(keyOf));
    // Two lists instead of pairs: for a choice between pairs SQLite would read every version of the workspace.
    const rows = await db
      .selectFrom("exemptionVersions")
      .select(["exceptionId", "version", "body"])
      .where("workspaceId", "=", workspaceId)
      .where("exceptionId", "in", [...new Set(asked.map(([id]) => id))])
      .where("version", "in", [...new Set(asked.map(([, version]) => version))])
      .execute();
    for (const { exceptionId, version, body } of rows)
      if (wanted.has(keyOf([exceptionId, version])))
        found.push({ ...(JSON.parse(body) as Omit<Exemption, "id">), id: exceptionId, version }); // cast: written only above
  }
  return found;
}

function keyOf([id, version]: ExemptionRef): string {
  return `${id} ${version}`;
}
