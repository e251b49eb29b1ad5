import type { BreakGlassAccount } from "#app/break-glass/account.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

const columns = [
  "userId",
  "firstCustodianId",
  "secondCustodianId",
  "storageReference",
  "registeredBy",
  "registeredAt",
  "version",
  "retiredBy",
  "retiredAt",
] as const;

/** Returns an account as it is registered, or was until it was retired. */
export async function findBreakGlassAccount(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<BreakGlassAccount | undefined> {
  return db
    .selectFrom("breakGlassAccounts")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .executeTakeFirst();
}

/** Returns the accounts that are kept for emergencies, the earliest first; a workspace has a handful. */
export async function listBreakGlassAccounts(db: Db, workspaceId: string): Promise<BreakGlassAccount[]> {
  return db
    .selectFrom("breakGlassAccounts")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("retiredAt", "is", null)
    .orderBy("registeredAt")
    .orderBy("userId")
    .execute();
}

/** Returns those that were retired, the latest first. */
export async function listRetiredAccounts(db: Db, workspaceId: string): Promise<BreakGlassAccount[]> {
  return db
    .selectFrom("breakGlassAccounts")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("retiredAt", "is not", null)
    .orderBy("retiredAt", "desc")
    .orderBy("userId")
    .limit(100)
    .execute();
}

/** Whether somebody is a custodian of an account that is kept for emergencies. */
export async function isAnyCustodian(db: Db, workspaceId: string, userId: string): Promise<boolean> {
  const row = await db
    .selectFrom("breakGlassAccounts")
    .select("userId")
    .where("workspaceId", "=", workspaceId)
    .where("retiredAt", "is", null)
    .where((eb) => eb.or([eb("firstCustodianId", "=", userId), eb("secondCustodianId", "=", userId)]))
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

type NewAccount = Omit<BreakGlassAccount, "version" | "retiredBy" | "retiredAt">;

/** Registers an account, anew where it was retired; false when it is registered already. */
export async function registerBreakGlassAccount(tx: Db, workspaceId: string, account: NewAccount): Promise<boolean> {
  const { userId, ...content } = account;
  const active = { ...content, retiredBy: null, retiredAt: null };
  const registered = await tx
    .insertInto("breakGlassAccounts")
    .values({ workspaceId, userId, ...active, version: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(["workspaceId", "userId"])
        .doUpdateSet((eb) => ({ ...active, version: eb("breakGlassAccounts.version", "+", 1) }))
        .where("breakGlassAccounts.retiredAt", "is not", null),
    )
    .returning("userId")
    .executeTakeFirst();
  if (!registered) return false;
  await noteBreakGlassSince(tx, workspaceId, userId, account.registeredAt);
  return true;
}

type Held = Pick<BreakGlassAccount, "userId" | "firstCustodianId" | "secondCustodianId" | "storageReference">;

/** Says who holds an account and where, if it still has the version that was read; says whether it did. */
export async function saveCustody(
  tx: Db,
  workspaceId: string,
  { userId, ...held }: Held,
  readVersion: number,
): Promise<boolean> {
  const saved = await tx
    .updateTable("breakGlassAccounts")
    .set({ ...held, version: readVersion + 1 })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("version", "=", readVersion)
    .where("retiredAt", "is", null)
    .returning("userId")
    .executeTakeFirst();
  return saved !== undefined;
}

/** Takes an account out of use for emergencies, if it still has the version that was read; says whether it did. */
export async function retireBreakGlassAccount(
  tx: Db,
  workspaceId: string,
  { userId, retiredBy, retiredAt }: { userId: string; retiredBy: string; retiredAt: Instant },
  readVersion: number,
): Promise<boolean> {
  const retired = await tx
    .updateTable("breakGlassAccounts")
    .set({ retiredBy, retiredAt, version: readVersion + 1 })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("version", "=", readVersion)
    .where("retiredAt", "is", null)
    .returning("userId")
    .executeTakeFirst();
  if (!retired) return false;
  await noteBreakGlassSince(tx, workspaceId, userId, null);
  return true;
}

/** On the person's own row, so that a sign-in decision knows it without asking for more. */
async function noteBreakGlassSince(tx: Db, workspaceId: string, userId: string, breakGlassSince: Instant | null) {
  await tx
    .updateTable("users")
    .set({ breakGlassSince })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", userId)
    .execute();
}
