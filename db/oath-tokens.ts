import { type RawBuilder, type Selectable, sql } from "kysely";
import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import {
  ageingDays,
  algorithms,
  dayAfter,
  driftingFrom,
  failuresTolerated,
  mostDrift,
  type OathToken,
  type Revocation,
  revocations,
  type TotpParameters,
  tokenKinds,
} from "#app/oath/oath-token.ts";
import type { TokenFilter, TokenQuery } from "#app/oath/token-query.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

const hasCustody = (matter: "token" | "seed") => sql<boolean>`exists (select 1 from oath_custody as custody
  where custody.workspace_id = token.workspace_id and custody.token_id = token.id and custody.matter = ${sql.lit(matter)})`;

const isRevoked = sql<boolean>`(token.revoked_at is not null or (token.kind = 'app' and factor.id is null))`;
const lacksCustody = sql<boolean>`(token.kind = 'hardware' and not ${isRevoked}
  and not (${hasCustody("token")} and ${hasCustody("seed")}))`;

/** What each filter finds, with the calendar day on which it is asked. */
function predicate(filter: TokenFilter, today: string): RawBuilder<boolean> {
  switch (filter) {
    case "in_stock":
      return sql`(token.kind = 'hardware' and token.revoked_at is null and factor.id is null)`;
    case "issued":
      return sql`(token.revoked_at is null and factor.id is not null)`;
    case "revoked":
      return isRevoked;
    case "ageing":
      return sql`(not ${isRevoked} and token.replace_by <= ${dayAfter(today, ageingDays)})`;
    case "overdue":
      return sql`(not ${isRevoked} and token.replace_by < ${today})`;
    case "drifting":
      return sql`(not ${isRevoked} and abs(token.drift) >= ${driftingFrom})`;
    case "desynchronised":
      return sql`(not ${isRevoked} and (token.failures >= ${failuresTolerated} or abs(token.drift) >= ${mostDrift}))`;
    case "custody_missing":
      return lacksCustody;
    default:
      return filter satisfies never;
  }
}

/** Tokens, each with the factor that it is and whose. */
function tokensOf(db: Db, workspaceId: string) {
  return db
    .selectFrom("oathTokens as token")
    .leftJoin("factors as factor", (join) =>
      join
        .onRef("factor.workspaceId", "=", "token.workspaceId")
        .onRef("factor.id", "=", "token.factorId")
        .on("factor.revokedAt", "is", null),
    )
    .leftJoin("users as holder", (join) =>
      join.onRef("holder.workspaceId", "=", "factor.workspaceId").onRef("holder.id", "=", "factor.userId"),
    )
    .where("token.workspaceId", "=", workspaceId);
}

const columns = [
  ...["token.id", "token.kind", "token.serial", "token.model", "token.algorithm", "token.digits", "token.period"],
  ...["token.drift", "token.failures", "token.replaceBy", "token.createdAt", "token.revokedAt", "token.revocation"],
] as readonly `token.${Column}`[]; // cast: spread apart for the length of the lines
type Column = Exclude<keyof Selectable<Schema["oathTokens"]>, "workspaceId" | "secret" | "lastStep" | "factorId">;

function shown(db: Db, workspaceId: string) {
  return tokensOf(db, workspaceId)
    .select(columns)
    .select(["factor.id as factorId", "factor.label", "factor.lastUsedAt"])
    .select(["holder.id as userId", "holder.userName", "holder.displayName"])
    .select(sql<number>`case when ${lacksCustody} then 1 else 0 end`.as("lacksCustody"));
}

const StoredToken = z.object({
  kind: z.enum(tokenKinds),
  algorithm: z.enum(algorithms),
  digits: z.union([z.literal(6), z.literal(8)]),
  period: z.union([z.literal(30), z.literal(60)]),
  revocation: z.enum(revocations).nullable(),
});

type Row = Pick<Selectable<Schema["oathTokens"]>, Column> & {
  factorId: string | null;
  label: string | null;
  lastUsedAt: string | null;
  userId: string | null;
  userName: string | null;
  displayName: string | null;
  lacksCustody: number;
};

function tokenOf({ factorId, label, userId, userName, displayName, lacksCustody: lacks, ...row }: Row): OathToken {
  const isHeld = factorId !== null && userId !== null;
  const holder = isHeld
    ? { factorId, userId, userName: userName ?? "", displayName: displayName ?? "", label: label ?? "" }
    : null;
  return { ...row, ...StoredToken.parse(row), holder, custodyMissing: lacks === 1 };
}

const sortKey = sql<string>`coalesce(token.serial, '~' || token.id)`;

/** Returns a page of the inventory: hardware tokens by serial, then the apps. */
export async function listTokensOfInventory(
  db: Db,
  workspaceId: string,
  { filter, search, after, limit, today }: TokenQuery,
): Promise<{ tokens: OathToken[]; next: string | null }> {
  let query = shown(db, workspaceId).select(sortKey.as("sortKey"));
  if (filter) query = query.where(predicate(filter, today));
  if (after) query = query.where(sortKey, ">", after);
  const part = `%${search.toLowerCase().replaceAll(/[!%_]/g, "!$&")}%`;
  if (search)
    query = query.where(
      sql<boolean>`(lower(coalesce(token.serial, '')) like ${part} escape '!'
        or lower(coalesce(holder.user_name, '')) like ${part} escape '!'
        or lower(coalesce(holder.display_name, '')) like ${part} escape '!')`,
    );
  const rows = await query
    .orderBy(sortKey)
    .limit(limit + 1)
    .execute();
  const tokens = rows.slice(0, limit).map(({ sortKey: _key, ...row }) => tokenOf(row));
  return { tokens, next: rows.length > limit ? (rows[limit - 1]?.sortKey ?? null) : null };
}

/** Returns how many tokens each filter finds. */
export async function countTokensOfInventory(
  db: Db,
  workspaceId: string,
  { filters, today }: { filters: readonly TokenFilter[]; today: string },
): Promise<Map<TokenFilter, number>> {
  const counting = filters.map((filter) =>
    sql<number | null>`sum(case when ${predicate(filter, today)} then 1 else 0 end)`.as(filter),
  );
  const row: Record<string, number | string | null> = await tokensOf(db, workspaceId)
    .select(counting)
    .executeTakeFirstOrThrow();
  // The names of the columns come back as the rest of the schema has them.
  const camel = (filter: string) => filter.replaceAll(/_(\w)/g, (_found, letter: string) => letter.toUpperCase());
  return new Map(filters.map((filter) => [filter, Number(row[camel(filter)] ?? 0)]));
}

export async function findOathToken(db: Db, workspaceId: string, id: string): Promise<OathToken | undefined> {
  const row = await shown(db, workspaceId).where("token.id", "=", id).executeTakeFirst();
  return row && tokenOf(row);
}

/** What codes of a token are checked with, and whose factor it is. */
export type Seed = TotpParameters & {
  tokenId: string;
  secret: string | null;
  lastStep: number | null;
  drift: number;
  userId: string | null;
};

/** Returns the sealed seed of a token that was not revoked. */
export async function findSeed(db: Db, workspaceId: string, id: string): Promise<Seed | undefined> {
  const row = await tokensOf(db, workspaceId)
    .select(["token.id as tokenId", "token.secret", "token.lastStep", "token.drift", "factor.userId"])
    .select(["token.kind", "token.algorithm", "token.digits", "token.period", "token.revocation"])
    .where("token.id", "=", id)
    .where("token.revokedAt", "is", null)
    .executeTakeFirst();
  if (!row) return undefined;
  const { kind: _kind, revocation: _revocation, ...seed } = { ...row, ...StoredToken.parse(row) };
  return seed;
}

/** Returns which of these serial numbers the inventory has already. */
export async function knownSerials(db: Db, workspaceId: string, serials: readonly string[]): Promise<Set<string>> {
  if (serials.length === 0) return new Set();
  const rows = await db
    .selectFrom("oathTokens")
    .select("serial")
    .where("workspaceId", "=", workspaceId)
    .where("serial", "in", [...serials])
    .execute();
  return new Set(rows.flatMap(({ serial }) => serial ?? []));
}

export type NewHardwareToken = TotpParameters & {
  id: string;
  serial: string;
  model: string | null;
  /** Sealed. */
  secret: string;
  replaceBy: string | null;
};

/** Adds hardware tokens to the stock. @throws a duplicate fault when a serial number is known. */
export async function insertHardwareTokens(
  tx: Db,
  workspaceId: string,
  tokens: readonly NewHardwareToken[],
  now: Instant,
): Promise<void> {
  const rows = tokens.map((token) => ({
    ...token,
    workspaceId,
    kind: "hardware",
    lastStep: null,
    factorId: null,
    createdAt: now,
    revokedAt: null,
    revocation: null,
  }));
  await tx.insertInto("oathTokens").values(rows).execute();
}

/** Makes a hardware token that is nobody's the thing behind a factor: true for exactly one caller. */
export async function giveToken(
  tx: Db,
  workspaceId: string,
  { tokenId, factorId }: { tokenId: string; factorId: string },
): Promise<boolean> {
  const given = await tx
    .updateTable("oathTokens")
    .set({ factorId })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", tokenId)
    .where("kind", "=", "hardware")
    .where("revokedAt", "is", null)
    .where((eb) =>
      eb.or([
        eb("factorId", "is", null),
        eb("factorId", "not in", (inner) =>
          inner
            .selectFrom("factors")
            .select("id")
            .where("workspaceId", "=", workspaceId)
            .where("revokedAt", "is", null),
        ),
      ]),
    )
    .returning("id")
    .executeTakeFirst();
  return given !== undefined;
}

/** Ends a token for good, and forgets its seed; says whether it counted until now. */
export async function revokeToken(
  tx: Db,
  workspaceId: string,
  { id, revocation, now }: { id: string; revocation: Revocation; now: Instant },
): Promise<boolean> {
  const revoked = await tx
    .updateTable("oathTokens")
    .set({ revokedAt: now, revocation, secret: null })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return revoked !== undefined;
}

/** Sets the day on which a token is to be replaced. */
export async function updateReplacement(
  tx: Db,
  workspaceId: string,
  { id, replaceBy }: { id: string; replaceBy: string | null },
): Promise<void> {
  await tx
    .updateTable("oathTokens")
    .set({ replaceBy })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
}

/** Sets a token's clock by the later of two codes: true for exactly one caller, and only for a step not spent before. */
export async function resetDrift(
  tx: Db,
  workspaceId: string,
  { id, step, drift }: { id: string; step: number; drift: number },
): Promise<boolean> {
  const reset = await tx
    .updateTable("oathTokens")
    .set({ lastStep: step, drift, failures: 0 })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    // The earlier of the two has to be later than what was spent, so that no code counts twice.
    .where((eb) => eb.or([eb("lastStep", "is", null), eb("lastStep", "<", step - 1)]))
    .returning("id")
    .executeTakeFirst();
  return reset !== undefined;
}
