import { sql } from "kysely";
import type { DecisionBatch } from "#app/audit/decision-chain.ts";
import type { NewBreakGlassUse } from "#app/break-glass/use.ts";
import type { DecisionPlace } from "#app/signins/decision-id.ts";
import { type Db, entriesOf, type FilledColumn, insertion, statement } from "./connect.ts";
import { arg, insertsOf, stored, type Write } from "./statements.ts";

/** A decision as it is recorded; the body says what the other columns do not. */
export type DecisionRow = {
  workspaceId: string;
  stream: string;
  batch: number;
  position: number;
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  body: string;
};

/** A row before it has its place in the stream, which is that of its batch. */
type NewDecision = Omit<DecisionRow, "workspaceId" | "stream" | "batch" | "position">;

export type DecisionWrites = ReturnType<typeof prepareDecisionWrites>;

/** Compiles what a batch of decisions writes, once per database. */
export function prepareDecisionWrites(db: Db) {
  const seal = sql`insert into decision_batches (workspace_id, stream, seq, at, rows, prev_hash, hash) values (${stored("workspaceId")},
    ${stored("stream")}, ${stored("seq")}, ${stored("at")}, ${stored("rows")}, ${stored("prevHash")}, ${stored("hash")})`;
  const columns: FilledColumn[] = [
    { name: "workspace_id", type: "text", from: "workspaceId" },
    { name: "stream", type: "text", from: "stream" },
    { name: "batch", type: "integer", from: "batch" },
    { name: "position", type: "integer", from: "position" },
    { name: "at", type: "text", from: "at" },
    { name: "subject_id", type: "text", from: "subjectId" },
    { name: "application_id", type: "text", from: "applicationId" },
    { name: "outcome", type: "text", from: "outcome" },
    { name: "reason", type: "text", from: "reason" },
    { name: "exception_id", type: "text", from: "exceptionId" },
    { name: "body", type: "text", from: "body" },
  ];
  const rows = insertion(db, "decisions", columns, seal);
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
    /** Appends a batch and its rows, in their order. */
    append(sealed: DecisionBatch, decisions: readonly NewDecision[]): Write[] {
      const { workspaceId, stream, seq } = sealed;
      const placed = decisions.map((row, position) => ({ workspaceId, stream, batch: seq, position, ...row }));
      return insertsOf(rows, placed, sealed);
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
  { stream, batch, position }: DecisionPlace,
): Promise<DecisionRow | undefined> {
  return db
    .selectFrom("decisions")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .where("batch", "=", batch)
    .where("position", "=", position)
    .executeTakeFirst();
}

/** As many places as one statement may name on every database. */
const mostPlaces = 500;

/** Returns decisions as they were recorded, in no particular order. */
export async function decisionsAt(
  db: Db,
  workspaceId: string,
  places: readonly DecisionPlace[],
): Promise<DecisionRow[]> {
  const found: DecisionRow[] = [];
  for (const [stream, inStream] of Map.groupBy(places, (place) => place.stream))
    for (let start = 0; start < inStream.length; start += mostPlaces) {
      const asked = inStream.slice(start, start + mostPlaces);
      const wanted = new Set(asked.map(({ batch, position }) => `${batch}.${position}`));
      // Two lists instead of pairs: for a choice between pairs SQLite would read the whole stream.
      const rows = await db
        .selectFrom("decisions")
        .selectAll()
        .where("workspaceId", "=", workspaceId)
        .where("stream", "=", stream)
        .where("batch", "in", [...new Set(asked.map(({ batch }) => batch))])
        .where("position", "in", [...new Set(asked.map(({ position }) => position))])
        .execute();
      found.push(...rows.filter(({ batch, position }) => wanted.has(`${batch}.${position}`)));
    }
  return found;
}
