import { readDecisions } from "#app/audit/decision-chain.ts";
import { placeOf } from "#app/signins/decision-id.ts";
import type { Db } from "#db/connect.ts";
import type { DecisionRow } from "#db/decisions.ts";

/** Returns every decision that is recorded, of whatever workspace, stream by stream and in their order. */
export async function recordedDecisions(db: Db): Promise<DecisionRow[]> {
  const batches = await db.selectFrom("decisionBatches").selectAll().orderBy("stream").orderBy("seq").execute();
  return batches.flatMap((batch) => {
    const { workspaceId, stream } = batch;
    return readDecisions(batch).map((decision) => ({ workspaceId, stream, ...decision }));
  });
}

/** Returns the decision of an id. @throws when none is recorded under it. */
export async function recordedDecision(db: Db, id: string): Promise<DecisionRow> {
  const place = placeOf(id);
  const found = (await recordedDecisions(db)).find(
    ({ stream, batch, position }) => stream === place?.stream && batch === place.batch && position === place.position,
  );
  if (!found) throw new Error(`no decision is recorded under ${id}`);
  return found;
}
