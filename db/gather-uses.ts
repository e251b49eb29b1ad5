import type { Db } from "./connect.ts";
import { inTransaction } from "./write.ts";

type Head = { workspaceId: string; stream: string; seq: number };

/** Little enough at a time that decisions need not wait for it. */
const batchesAtOnce = 100;

/** Notes the sign-ins that rested on an exception, from the decisions up to these heads that have not been looked at. */
export async function gatherUses(db: Db, heads: readonly Head[]): Promise<void> {
  for (const { workspaceId, stream, seq } of heads) {
    let from = await gatheredUpTo(db, workspaceId, stream);
    while (from < seq) {
      const upTo = Math.min(from + batchesAtOnce, seq);
      await gather(db, { workspaceId, stream, from, upTo });
      from = upTo;
    }
  }
}

async function gatheredUpTo(db: Db, workspaceId: string, stream: string): Promise<number> {
  const row = await db
    .selectFrom("gatheredStreams")
    .select("batch")
    .where("workspaceId", "=", workspaceId)
    .where("stream", "=", stream)
    .executeTakeFirst();
  return row?.batch ?? 0;
}

type Piece = { workspaceId: string; stream: string; from: number; upTo: number };

/** Two that gather the same piece write the same rows, once. */
async function gather(db: Db, { workspaceId, stream, from, upTo }: Piece): Promise<void> {
  const columns = [
    "workspaceId",
    "exceptionId",
    "at",
    "stream",
    "batch",
    "position",
    "subjectId",
    "applicationId",
    "outcome",
  ] as const;
  await inTransaction(db, async (tx) => {
    await tx
      .insertInto("gatheredStreams")
      .values({ workspaceId, stream, batch: upTo })
      .onConflict((conflict) => conflict.columns(["workspaceId", "stream"]).doUpdateSet({ batch: upTo }))
      .execute();
    await tx
      .insertInto("exceptionUses")
      .columns(columns)
      .expression((eb) =>
        eb
          .selectFrom("decisions")
          .select(columns)
          .where("workspaceId", "=", workspaceId)
          .where("stream", "=", stream)
          .where("batch", ">", from)
          .where("batch", "<=", upTo)
          .where("exceptionId", "is not", null)
          .$narrowType<{ exceptionId: string }>(),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  });
}
