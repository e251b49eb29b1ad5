import { sql } from "kysely";
import { type ChainedDecision, readDecision, type WrittenBatch } from "#app/audit/decision-chain.ts";
import type { NewBreakGlassUse } from "#app/break-glass/use.ts";
import type { DecisionPlace } from "#app/signins/decision-id.ts";
import { type Db, entriesOf, insertion, statement } from "./connect.ts";
import { arg, insertsOf, stored, type Write } from "./statements.ts";

/** A decision as it was recorded; the body says what the other columns do not. */
export type DecisionRow = ChainedDecision & { workspaceId: string; stream: string };

export type DecisionWrites = ReturnType<typeof prepareDecisionWrites>;

/** Compiles what a batch of decisions writes, once per database. */
export function prepareDecisionWrites(db: Db) {
  const batches = statement(
    db,
    "insert_decision_batch",
    sql`insert into decision_batches (workspace_id, stream, seq, at, rows, prev_hash, hash, decisions) values (${stored("workspaceId")},
      ${stored("stream")}, ${stored("seq")}, ${stored("at")}, ${stored("rows")}, ${stored("prevHash")}, ${stored("hash")},
      ${stored("decisions")})`,
  );
  const uses = insertion(db, "break_glass_uses", [
    { name: "workspace_id", type: "text", from: "workspaceId" },
    { name: "id", type: "text", from: "id" },
    { name: "user_id", type: "text", from: "userId" },
    { name: "at", type: "text", from: "at" },
    { name: "application_id", type: "text", from: "applicationId" },
    { name: "ip", type: "text", from: "ip" },
    { name: "methods", type: "text", from: "methods" },
    { name: "reason", type: "text", from: "reason" },
    { name: "exception_id", type: "text", from: "exceptionId" },
  ]);
  const firstSignIns = statement(
    db,
    "note_first_sign_ins",
    sql`update users set first_sign_in_at = ${arg("now")} where workspace_id = ${arg("workspaceId")}
      and first_sign_in_at is null and id in ${entriesOf(db, arg("userIds"))}`,
  );
  const tokenUses = statement(
    db,
    "note_token_uses",
    sql`update tokens set last_used_at = ${arg("now")} where workspace_id = ${arg("workspaceId")}
      and id in ${entriesOf(db, arg("ids"))}`,
  );

  return {
    /** Appends a batch: one row, whatever it decided, since rows and their index cost more than the deciding. */
    append(batch: WrittenBatch): Write {
      return { statement: batches, values: batch };
    },

    /** Notices sign-ins of accounts for emergencies, with the decisions that let them in. */
    noteBreakGlassUses(workspaceId: string, noticed: readonly NewBreakGlassUse[]): Write[] {
      if (noticed.length === 0) return [];
      return insertsOf(
        uses,
        noticed.map((use) => ({ workspaceId, ...use })),
      );
    },

    noteFirstSignIns(workspaceId: string, userIds: readonly string[], now: string): Write[] {
      if (userIds.length === 0) return [];
      return [{ statement: firstSignIns, values: { workspaceId, userIds: JSON.stringify(userIds), now } }];
    },

    noteTokenUses(workspaceId: string, ids: readonly string[], now: string): Write[] {
      if (ids.length === 0) return [];
      return [{ statement: tokenUses, values: { workspaceId, ids: JSON.stringify(ids), now } }];
    },
  };
}

/** Returns a decision as it was recorded. */
export async function findDecision(
  db: Db,
  workspaceId: string,
  place: DecisionPlace,
): Promise<DecisionRow | undefined> {
  const [found] = await decisionsAt(db, workspaceId, [place]);
  return found;
}

/** As many batches as one statement may name on every database. */
const mostBatches = 500;

/** Returns decisions as they were recorded, in no particular order. */
export async function decisionsAt(
  db: Db,
  workspaceId: string,
  places: readonly DecisionPlace[],
): Promise<DecisionRow[]> {
  const found: DecisionRow[] = [];
  for (const [stream, inStream] of Map.groupBy(places, (place) => place.stream)) {
    const wanted = Map.groupBy(inStream, ({ batch }) => batch);
    const decisions = (await batchesOf(db, workspaceId, stream, [...wanted.keys()])).flatMap((batch) =>
      (wanted.get(batch.seq) ?? []).flatMap(({ position }) => readDecision(batch, position) ?? []),
    );
    found.push(...decisions.map((decision) => ({ workspaceId, stream, ...decision })));
  }
  return found;
}

async function batchesOf(db: Db, workspaceId: string, stream: string, seqs: readonly number[]) {
  const found: Pick<WrittenBatch, "seq" | "decisions">[] = [];
  for (let start = 0; start < seqs.length; start += mostBatches)
    found.push(
      ...(await db
        .selectFrom("decisionBatches")
        .select(["seq", "decisions"])
        .where("workspaceId", "=", workspaceId)
        .where("stream", "=", stream)
        .where("seq", "in", seqs.slice(start, start + mostBatches))
        .execute()),
    );
  return found;
}
