import { type Kysely, sql } from "kysely";
import { allowChanges, keepAsItIs, makeAppendOnly } from "../make-tables.ts";

const batchesAtOnce = 200;

export async function up(db: Kysely<any>): Promise<void> {
  await addMethods(db);
  // A row for each decision and its index took the database longer than a sign-in takes to be judged.
  await allowChanges(db, "decision_batches");
  await db.schema
    .alterTable("decision_batches")
    .addColumn("decisions", "text", (column) => column.notNull().defaultTo(""))
    .execute();
  await keepAsItIs(db, "decision_batches", "decisions");
  for (let after: Place | undefined = { workspaceId: "", stream: "", seq: 0 }; after; )
    after = await moveDecisions(db, after);
  await makeAppendOnly(db, "decision_batches");
  await allowChanges(db, "decisions");
  await db.schema.dropTable("decisions").execute();
}

/** By which method a sign-in was let in is counted every day, and was looked for in the text of its decision. */
async function addMethods(db: Kysely<any>): Promise<void> {
  await db.schema
    .alterTable("sign_ins")
    .addColumn("method", "text", (column) => column.notNull().defaultTo("none"))
    .execute();
  await sql`update sign_ins set method = (select case
      when d.body like '%"method":"passkey"%' or d.body like '%"method":"security_key"%' then 'phishing_resistant'
      when d.body like '%"method":"totp"%' then 'otp'
      when d.body like '%"method":"recovery_code"%' then 'codes' else 'none' end
    from decisions d where d.workspace_id = sign_ins.workspace_id and d.stream = sign_ins.stream and d.batch = sign_ins.batch
      and d.${sql.ref("position")} = sign_ins.${sql.ref("position")})
    where exists (select 1 from decisions d where d.workspace_id = sign_ins.workspace_id and d.stream = sign_ins.stream
      and d.batch = sign_ins.batch and d.${sql.ref("position")} = sign_ins.${sql.ref("position")})`.execute(db);
}

type Place = { workspaceId: string; stream: string; seq: number };

type Old = {
  batch: number;
  at: string;
  subjectId: string;
  applicationId: string;
  outcome: string;
  reason: string;
  exceptionId: string | null;
  body: string;
};

/** Moves the decisions of some batches, as the lines that their hash is over; returns the last of these batches. */
async function moveDecisions(db: Kysely<any>, after: Place): Promise<Place | undefined> {
  const batches: Place[] = await db
    .selectFrom("decisionBatches")
    .select(["workspaceId", "stream", "seq"])
    .where(sql<boolean>`(workspace_id, stream, seq) > (${after.workspaceId}, ${after.stream}, ${after.seq})`)
    .orderBy("workspaceId")
    .orderBy("stream")
    .orderBy("seq")
    .limit(batchesAtOnce)
    .execute();
  for (const { workspaceId, stream, seq } of batches) {
    const decisions = await db
      .selectFrom("decisions")
      .selectAll()
      .where("workspaceId", "=", workspaceId)
      .where("stream", "=", stream)
      .where("batch", "=", seq)
      .orderBy("position")
      .$castTo<Old>()
      .execute();
    await db
      .updateTable("decisionBatches")
      .set({ decisions: decisions.map(lineOf).join("\n") })
      .where("workspaceId", "=", workspaceId)
      .where("stream", "=", stream)
      .where("seq", "=", seq)
      .execute();
  }
  return batches.at(-1);
}

function lineOf({ at, subjectId, applicationId, outcome, reason, exceptionId, body }: Old): string {
  return `${JSON.stringify([at, subjectId, applicationId, outcome, reason, exceptionId])}\t${body}`;
}
