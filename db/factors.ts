import type { Selectable } from "kysely";
import { z } from "zod";
import { type FactorKind, factorKinds, type Instant } from "#app/engine/types.ts";
import { algorithms, type TokenKind, type TotpParameters, tokenKinds } from "#app/oath/oath-token.ts";
import type { Db } from "./connect.ts";
import { dropAppSeed, insertApp } from "./oath-seeds.ts";
import type { Schema } from "./schema.ts";

/** A WebAuthn credential as signatures are checked against it; binary parts are base64url. */
export type Credential = {
  credentialId: string;
  /** COSE key. */
  publicKey: string;
  /** Signatures so far; 0 for as long as the authenticator does not count. */
  counter: number;
  transports: string[];
  /** The make of the authenticator; all zeros where its browser does not tell. */
  aaguid: string;
  /** Whether it may be copied to other devices; what it was made as, it stays. */
  backupEligible: boolean;
  /** Whether it had been copied when it was last used. */
  backedUp: boolean;
};

/** What a token makes its codes with, the secret sealed; the last time step that was spent and how far its clock is ahead. */
export type TotpSeed = TotpParameters & {
  tokenId: string;
  tokenKind: TokenKind;
  secret: string;
  lastStep: number | null;
  drift: number;
};

/** The seed of a new authenticator app. */
export type NewTotpSeed = Pick<TotpSeed, "secret" | "lastStep" | "drift">;

export type Factor = {
  workspaceId: string;
  id: string;
  userId: string;
  kind: FactorKind;
  label: string;
  createdAt: Instant;
  lastUsedAt: Instant | null;
  credential: Credential | null;
  totp: TotpSeed | null;
  /** How many uses are left; null for whatever does not run out, which is everything but recovery codes. */
  remaining: number | null;
};

/** A factor to be stored; a new app brings its seed, while a hardware token is given to its factor afterwards. */
export type NewFactor = Omit<Factor, "totp" | "remaining"> & { totp: NewTotpSeed | null };

const StoredCredential = z.object({
  credentialId: z.string(),
  publicKey: z.string(),
  counter: z.number(),
  transports: z.array(z.string()),
  aaguid: z.string(),
  backupEligible: z.number().transform(Boolean),
  backedUp: z.number().transform(Boolean),
});

const StoredSeed = z.object({
  tokenId: z.string(),
  tokenKind: z.enum(tokenKinds),
  secret: z.string(),
  lastStep: z.number().nullable(),
  drift: z.number(),
  algorithm: z.enum(algorithms),
  digits: z.union([z.literal(6), z.literal(8)]),
  period: z.union([z.literal(30), z.literal(60)]),
});

const kind = z.enum(factorKinds);

type SeedRow = Pick<Selectable<Schema["oathTokens"]>, (typeof seedColumns)[number]> & {
  tokenId: string;
  tokenKind: string;
};
type Row = Selectable<Schema["factors"]> & { [Column in keyof SeedRow]: SeedRow[Column] | null };

const seedColumns = ["secret", "lastStep", "drift", "algorithm", "digits", "period"] as const;

/** Factors, each with the token that it is. */
function factorsWithTokens(db: Db) {
  return db
    .selectFrom("factors")
    .leftJoin("oathTokens as token", (join) =>
      join
        .onRef("token.workspaceId", "=", "factors.workspaceId")
        .onRef("token.factorId", "=", "factors.id")
        .on("token.revokedAt", "is", null),
    )
    .selectAll("factors")
    .select(["token.id as tokenId", "token.kind as tokenKind"])
    .select(seedColumns);
}

function factorOf(row: Row): Factor {
  const { workspaceId, id, userId, label, createdAt, lastUsedAt, remaining } = row;
  const credential =
    row.credentialId === null
      ? null
      : StoredCredential.parse({ ...row, transports: JSON.parse(row.transports ?? "[]") });
  const totp = row.secret === null ? null : StoredSeed.parse(row);
  return {
    workspaceId,
    id,
    userId,
    kind: kind.parse(row.kind),
    label,
    createdAt,
    lastUsedAt,
    credential,
    totp,
    remaining,
  };
}

/** @throws a duplicate fault when the workspace knows the credential already, whoever's it is. */
export async function insertFactor(tx: Db, { credential, totp, ...rest }: NewFactor): Promise<void> {
  await tx
    .insertInto("factors")
    .values({
      ...rest,
      revokedAt: null,
      remaining: null,
      credentialId: credential?.credentialId ?? null,
      publicKey: credential?.publicKey ?? null,
      counter: credential?.counter ?? null,
      transports: credential ? JSON.stringify(credential.transports) : null,
      aaguid: credential?.aaguid ?? null,
      backupEligible: credential ? Number(credential.backupEligible) : null,
      backedUp: credential ? Number(credential.backedUp) : null,
    })
    .execute();
  if (totp) await insertApp(tx, { ...rest, ...totp, factorId: rest.id });
}

/** Returns a person's factors that count; a revoked one never does. */
export async function listFactors(db: Db, workspaceId: string, userId: string): Promise<Factor[]> {
  const rows = await factorsWithTokens(db)
    .where("factors.workspaceId", "=", workspaceId)
    .where("factors.userId", "=", userId)
    .where("factors.revokedAt", "is", null)
    .orderBy("factors.createdAt")
    .orderBy("factors.id")
    .execute();
  return rows.map(factorOf);
}

/** Returns the factor behind a credential that counts in this workspace. */
export async function findCredential(db: Db, workspaceId: string, credentialId: string): Promise<Factor | undefined> {
  const row = await factorsWithTokens(db)
    .where("factors.workspaceId", "=", workspaceId)
    .where("factors.credentialId", "=", credentialId)
    .where("factors.revokedAt", "is", null)
    .executeTakeFirst();
  return row && factorOf(row);
}

type Use = { workspaceId: string; id: string; now: Instant };

/**
 * Moves a signature counter on and notes whether the credential is backed up: false when the authenticator, or a copy
 * of it, has signed with this count before.
 */
export async function advanceCounter(
  db: Db,
  { workspaceId, id, counter, backedUp, now }: Use & { counter: number; backedUp: boolean },
): Promise<boolean> {
  const advanced = await db
    .updateTable("factors")
    .set({ counter, backedUp: Number(backedUp), lastUsedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    // An authenticator that does not count says 0 each time (WebAuthn, 7.2).
    .where((eb) => eb.or([eb("counter", "<", counter), eb.and([eb("counter", "=", 0), eb.lit(counter === 0)])]))
    .returning("id")
    .executeTakeFirst();
  return advanced !== undefined;
}

/** Gives a factor that counts another name; false when it does not count any more. */
export async function renameFactor(
  tx: Db,
  { workspaceId, id, label }: Omit<Use, "now"> & { label: string },
): Promise<boolean> {
  const renamed = await tx
    .updateTable("factors")
    .set({ label })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  return renamed !== undefined;
}

/** Ends a factor for good; says whether it counted until now. */
export async function endFactor(tx: Db, { workspaceId, id, now }: Use): Promise<boolean> {
  const ended = await tx
    .updateTable("factors")
    .set({ revokedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .returning("id")
    .executeTakeFirst();
  if (ended) await dropAppSeed(tx, workspaceId, id);
  return ended !== undefined;
}

/** Returns when the newest factor that these people have was enrolled; null where they have none. */
export async function newestEnrolment(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Instant | null> {
  const row = await db
    .selectFrom("factors")
    .select((eb) => eb.fn.max("createdAt").as("at"))
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", userIds.length > 0 ? [...userIds] : [""])
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return row?.at ?? null;
}
