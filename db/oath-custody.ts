import type { Instant } from "#app/engine/types.ts";
import type { CustodyEntry, CustodyMatter } from "#app/oath/custody.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

type Entry = {
  tokenId: string;
  matter: CustodyMatter;
  holderId: string;
  place: string;
  at: Instant;
  by: string | null;
};

/** Notes who has tokens or their seeds from now on; what was before stays. */
export async function insertCustody(tx: Db, workspaceId: string, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map((entry) => ({ ...entry, workspaceId, id: newId("ocu") }));
  await tx.insertInto("oathCustody").values(rows).execute();
}

/** Returns who has had a token and its seed, the latest first. */
export async function listCustody(db: Db, workspaceId: string, tokenId: string): Promise<CustodyEntry[]> {
  const rows = await db
    .selectFrom("oathCustody as custody")
    .innerJoin("users as holder", (join) =>
      join.onRef("holder.workspaceId", "=", "custody.workspaceId").onRef("holder.id", "=", "custody.holderId"),
    )
    .leftJoin("users as noter", (join) =>
      join.onRef("noter.workspaceId", "=", "custody.workspaceId").onRef("noter.id", "=", "custody.by"),
    )
    .select(["custody.id", "custody.matter", "custody.holderId", "custody.place", "custody.at"])
    .select(["holder.displayName as holder", "noter.displayName as by"])
    .where("custody.workspaceId", "=", workspaceId)
    .where("custody.tokenId", "=", tokenId)
    .orderBy("custody.at", "desc")
    .orderBy("custody.id")
    .limit(200)
    .execute();
  return rows.map((row) => ({ ...row, matter: row.matter as CustodyMatter })); // cast: written from the union
}

/** How many seeds of tokens that are not revoked each person holds, and where. */
export async function seedHolders(
  db: Db,
  workspaceId: string,
): Promise<{ holderId: string; place: string; count: number }[]> {
  return db
    .selectFrom("oathCustody as custody")
    .innerJoin("oathTokens as token", (join) =>
      join.onRef("token.workspaceId", "=", "custody.workspaceId").onRef("token.id", "=", "custody.tokenId"),
    )
    .select((eb) => [
      "custody.holderId",
      "custody.place",
      eb.fn.count<number>("custody.tokenId").distinct().as("count"),
    ])
    .where("custody.workspaceId", "=", workspaceId)
    .where("custody.matter", "=", "seed")
    .where("token.revokedAt", "is", null)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("oathCustody as later")
            .select("later.id")
            .whereRef("later.workspaceId", "=", "custody.workspaceId")
            .whereRef("later.tokenId", "=", "custody.tokenId")
            .whereRef("later.matter", "=", "custody.matter")
            .whereRef("later.at", ">", "custody.at"),
        ),
      ),
    )
    .groupBy(["custody.holderId", "custody.place"])
    .orderBy("custody.holderId")
    .orderBy("custody.place")
    .execute();
}
