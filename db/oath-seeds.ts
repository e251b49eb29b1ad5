import type { Instant } from "#app/engine/types.ts";
import { usualParameters } from "#app/oath/oath-token.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

type App = {
  workspaceId: string;
  factorId: string;
  secret: string;
  lastStep: number | null;
  drift: number;
  createdAt: Instant;
};

/** Stores the seed of a new authenticator app, which is a token of its own. */
export async function insertApp(
  tx: Db,
  { workspaceId, factorId, secret, lastStep, drift, createdAt }: App,
): Promise<void> {
  const facts = { workspaceId, factorId, secret, lastStep, drift, createdAt, ...usualParameters };
  await tx
    .insertInto("oathTokens")
    .values({
      ...facts,
      id: newId("oat"),
      kind: "app",
      serial: null,
      model: null,
      replaceBy: null,
      revokedAt: null,
      revocation: null,
    })
    .execute();
}

/** Forgets what an app that was removed could make codes with; a hardware token keeps its seed for whoever is next. */
export async function dropAppSeed(tx: Db, workspaceId: string, factorId: string): Promise<void> {
  await tx
    .updateTable("oathTokens")
    .set({ secret: null })
    .where("workspaceId", "=", workspaceId)
    .where("factorId", "=", factorId)
    .where("kind", "=", "app")
    .execute();
}

/** Forgets the seeds of all apps of a person. */
export async function dropAppSeedsOf(tx: Db, workspaceId: string, userId: string): Promise<void> {
  await tx
    .updateTable("oathTokens")
    .set({ secret: null })
    .where("workspaceId", "=", workspaceId)
    .where("kind", "=", "app")
    .where("factorId", "in", (eb) =>
      eb.selectFrom("factors").select("id").where("workspaceId", "=", workspaceId).where("userId", "=", userId),
    )
    .execute();
}

type Spending = { workspaceId: string; tokenId: string; step: number; drift: number; now: Instant };

/**
 * Spends a time step of a token that is somebody's factor, and keeps its drift: true for exactly one caller, and for no
 * step that is not later than the last one spent.
 */
export async function spendTotpStep(db: Db, { workspaceId, tokenId, step, drift, now }: Spending): Promise<boolean> {
  const spent = await db
    .updateTable("oathTokens")
    .set({ lastStep: step, drift, failures: 0 })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", tokenId)
    .where("revokedAt", "is", null)
    .where((eb) => eb.or([eb("lastStep", "is", null), eb("lastStep", "<", step)]))
    .where("factorId", "in", (eb) =>
      eb.selectFrom("factors").select("id").where("workspaceId", "=", workspaceId).where("revokedAt", "is", null),
    )
    .returning("factorId")
    .executeTakeFirst();
  if (!spent) return false;
  await db
    .updateTable("factors")
    .set({ lastUsedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", spent.factorId)
    .execute();
  return true;
}

/** Counts a wrong code against tokens: which one it was meant for, nobody can tell. */
export async function noteWrongCode(db: Db, workspaceId: string, tokenIds: readonly string[]): Promise<void> {
  if (tokenIds.length === 0) return;
  await db
    .updateTable("oathTokens")
    .set((eb) => ({ failures: eb("failures", "+", 1) }))
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...tokenIds])
    .execute();
}
