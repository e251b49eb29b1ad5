import type { Selectable } from "kysely";
import { z } from "zod";
import { type TokenScope, tokenScopes } from "#app/auth/token-scopes.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import { mayEnter } from "./may-enter.ts";
import type { Schema } from "./schema.ts";

export const tokenKinds = ["personal", "service"] as const;
export type TokenKind = (typeof tokenKinds)[number];

export type Token = {
  workspaceId: string;
  id: string;
  kind: TokenKind;
  /** The person whom a personal token acts as; null for a service. */
  userId: string | null;
  name: string;
  scopes: TokenScope[];
  createdAt: Instant;
  /** The person who made it; null when it was made at the console. */
  createdBy: string | null;
  /** When the factor was used that lets it approve; null unless it may. */
  factorUsedAt: Instant | null;
  expiresAt: Instant | null;
  revokedAt: Instant | null;
  lastUsedAt: Instant | null;
};

const columns = [
  "workspaceId",
  "id",
  "kind",
  "userId",
  "name",
  "scopes",
  "createdAt",
  "createdBy",
  "factorUsedAt",
  "expiresAt",
  "revokedAt",
  "lastUsedAt",
] as const;

const StoredToken = z.object({ kind: z.enum(tokenKinds), scopes: z.array(z.enum(tokenScopes)) });

function tokenOf(row: Omit<Selectable<Schema["tokens"]>, "tokenHash">): Token {
  return { ...row, ...StoredToken.parse({ kind: row.kind, scopes: JSON.parse(row.scopes) }) };
}

export async function insertToken(tx: Db, token: Token, tokenHash: string): Promise<void> {
  await tx
    .insertInto("tokens")
    .values({ ...token, scopes: JSON.stringify(token.scopes), tokenHash })
    .execute();
}

/** Returns the token with this hash, unless it was revoked, has ended, or belongs to somebody barred from signing in. */
export async function findLiveToken(db: Db, tokenHash: string, now: Instant): Promise<Token | undefined> {
  const row = await db
    .selectFrom("tokens")
    .select(columns)
    .where("tokenHash", "=", tokenHash)
    .where("revokedAt", "is", null)
    .where((eb) => eb.or([eb("expiresAt", "is", null), eb("expiresAt", ">", now)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("users")
            .select("users.id")
            .whereRef("users.workspaceId", "=", "tokens.workspaceId")
            .whereRef("users.id", "=", "tokens.userId")
            .where((user) => user.not(mayEnter(now))),
        ),
      ),
    )
    .executeTakeFirst();
  return row && tokenOf(row);
}

export async function findToken(db: Db, workspaceId: string, id: string): Promise<Token | undefined> {
  const row = await db
    .selectFrom("tokens")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && tokenOf(row);
}

/** Returns the newest 500 tokens: those of one person, or with null those of the services. */
export async function listTokens(db: Db, workspaceId: string, userId: string | null): Promise<Token[]> {
  const rows = await db
    .selectFrom("tokens")
    .select(columns)
    .where("workspaceId", "=", workspaceId)
    .where("userId", userId === null ? "is" : "=", userId)
    .orderBy("createdAt", "desc")
    .orderBy("id")
    .limit(500)
    .execute();
  return rows.map(tokenOf);
}

/** Returns what tokens are called and whose they are. */
export async function namesOfTokens(
  db: Db,
  workspaceId: string,
  ids: readonly string[],
): Promise<Pick<Token, "id" | "name" | "userId">[]> {
  if (ids.length === 0) return [];
  return db
    .selectFrom("tokens")
    .select(["id", "name", "userId"])
    .where("workspaceId", "=", workspaceId)
    .where("id", "in", [...ids])
    .execute();
}

/** Notes the use of a token, at most once a minute: a row written by every request would be the bottleneck. */
export async function noteTokenUse(db: Db, { workspaceId, id }: Token, now: Instant): Promise<void> {
  const aMinuteAgo = new Date(Date.parse(now) - 60_000).toISOString();
  await db
    .updateTable("tokens")
    .set({ lastUsedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where((eb) => eb.or([eb("lastUsedAt", "is", null), eb("lastUsedAt", "<", aMinuteAgo)]))
    .execute();
}

/** Ends a token; says whether it was still to be ended. */
export async function endToken(tx: Db, workspaceId: string, id: string, now: Instant): Promise<boolean> {
  const ended = await tx
    .updateTable("tokens")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return ended !== undefined;
}

/** Ends the tokens of a person that stand for a factor of theirs, since they may approve; returns which. */
export async function endApprovingTokensOf(
  tx: Db,
  workspaceId: string,
  userId: string,
  now: Instant,
): Promise<{ id: string; name: string }[]> {
  return tx
    .updateTable("tokens")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("factorUsedAt", "is not", null)
    .where("revokedAt", "is", null)
    .returning(["id", "name"])
    .execute();
}

/** Ends every token of a person. */
export async function endTokensOf(tx: Db, workspaceId: string, userId: string, now: Instant): Promise<void> {
  await tx
    .updateTable("tokens")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .execute();
}
