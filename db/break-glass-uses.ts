import type { Selectable } from "kysely";
import { z } from "zod";
import type { BreakGlassUse, PostMortem, UseClass, UseFilter } from "#app/break-glass/use.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const StoredPostMortem = z.object({
  whatHappened: z.string(),
  whyNeeded: z.string(),
  whatWasDone: z.string(),
  whatWouldAvoid: z.string(),
});

/** Returns sign-ins that the register has not looked at, the earliest first. */
export async function listUnnoted(db: Db, workspaceId: string, limit: number): Promise<BreakGlassUse[]> {
  const rows = await db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("notedAt", "is", null)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(asUse);
}

type Noted = { id: string; notedAt: Instant } & Pick<
  BreakGlassUse,
  "partOf" | "drillId" | "incidentId" | "signedInBy" | "classification" | "explanation" | "classifiedAt"
>;

/** Puts down what is known of a sign-in from what was planned; false when another node has. */
export async function noteUse(tx: Db, workspaceId: string, { id, ...noted }: Noted): Promise<boolean> {
  const done = await tx
    .updateTable("breakGlassUses")
    .set(noted)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("notedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return done !== undefined;
}

/** Returns the latest use of an account at one place, not after an instant, that others may belong to. */
export async function findBegun(
  db: Db,
  workspaceId: string,
  { userId, applicationId, ip, at }: Pick<BreakGlassUse, "userId" | "applicationId" | "ip" | "at">,
): Promise<BreakGlassUse | undefined> {
  const row = await db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("at", "<=", at)
    .where("applicationId", "=", applicationId)
    .where("ip", "=", ip)
    .where("notedAt", "is not", null)
    .where("partOf", "is", null)
    .orderBy("at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row && asUse(row);
}

export async function findUse(db: Db, workspaceId: string, id: string): Promise<BreakGlassUse | undefined> {
  const row = await db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && asUse(row);
}

/** Returns the sign-ins that belong to a use, itself the first of them. */
export async function listSignInsOf(db: Db, workspaceId: string, id: string): Promise<BreakGlassUse[]> {
  const rows = await db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or([eb("id", "=", id), eb("partOf", "=", id)]))
    .orderBy("at")
    .orderBy("id")
    .limit(200)
    .execute();
  return rows.map(asUse);
}

export type UseQuery = {
  userId?: string | undefined;
  /** Only of these accounts. */
  among?: readonly string[] | undefined;
  drillId?: string | undefined;
  incidentId?: string | undefined;
  show?: UseFilter | undefined;
  /** The last use of the page before. */
  before?: string | undefined;
  limit: number;
};

/** Returns uses without the sign-ins that belong to them, the latest first. */
export async function listUses(db: Db, workspaceId: string, query: UseQuery): Promise<BreakGlassUse[]> {
  const { userId, among, drillId, incidentId, show, before, limit } = query;
  let rows = db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("partOf", "is", null);
  if (userId !== undefined) rows = rows.where("userId", "=", userId);
  if (among !== undefined) rows = rows.where("userId", "in", among.length > 0 ? [...among] : [""]);
  if (drillId !== undefined) rows = rows.where("drillId", "=", drillId);
  if (incidentId !== undefined) rows = rows.where("incidentId", "=", incidentId);
  if (show === "open") rows = rows.where("closedAt", "is", null);
  else if (show === "unclassified") rows = rows.where("classification", "is", null);
  else if (show !== undefined) rows = rows.where("classification", "=", show);
  const last = before === undefined ? undefined : await findUse(db, workspaceId, before);
  if (last !== undefined)
    rows = rows.where((eb) =>
      eb.or([eb("at", "<", last.at), eb.and([eb("at", "=", last.at), eb("id", "<", last.id)])]),
    );
  return (await rows.orderBy("at", "desc").orderBy("id", "desc").limit(limit).execute()).map(asUse);
}

/** Returns uses that were noted and that nobody has classified, the earliest first, of sign-ins before an instant. */
export async function listUnclassified(
  db: Db,
  workspaceId: string,
  { before, limit }: { before: Instant; limit: number },
): Promise<BreakGlassUse[]> {
  const rows = await db
    .selectFrom("breakGlassUses")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("notedAt", "is not", null)
    .where("partOf", "is", null)
    .where("classification", "is", null)
    .where("at", "<=", before)
    .orderBy("at")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(asUse);
}

type Classified = Pick<
  BreakGlassUse,
  "id" | "classification" | "explanation" | "signedInBy" | "drillId" | "incidentId" | "classifiedBy" | "classifiedAt"
>;

/** Says what a use was, in the place of what was said before; false when it has been closed. */
export async function classifyUse(tx: Db, workspaceId: string, { id, ...said }: Classified): Promise<boolean> {
  return changeOpen(tx, workspaceId, id, said);
}

/** Keeps what came of a use; false when it has been closed. */
export async function keepPostMortem(
  tx: Db,
  workspaceId: string,
  { id, postMortem }: { id: string; postMortem: PostMortem },
): Promise<boolean> {
  return changeOpen(tx, workspaceId, id, { postMortem: JSON.stringify(postMortem) });
}

/** Closes a use, once. */
export async function closeUse(
  tx: Db,
  workspaceId: string,
  { id, ...closing }: { id: string; closedBy: string; closedAt: Instant },
): Promise<boolean> {
  return changeOpen(tx, workspaceId, id, closing);
}

async function changeOpen(
  tx: Db,
  workspaceId: string,
  id: string,
  change: Partial<Selectable<Schema["breakGlassUses"]>>,
): Promise<boolean> {
  const changed = await tx
    .updateTable("breakGlassUses")
    .set(change)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("closedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return changed !== undefined;
}

function asUse(row: Selectable<Schema["breakGlassUses"]>): BreakGlassUse {
  const { workspaceId: _workspaceId, classification, postMortem, ...use } = row;
  return {
    ...use,
    classification: classification as UseClass | null, // cast: checked by the table
    postMortem: postMortem === null ? null : StoredPostMortem.parse(JSON.parse(postMortem)),
  };
}
