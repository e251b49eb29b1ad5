import type { Selectable } from "kysely";
import { z } from "zod";
import { type FactorKind, factorKinds, type Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

/** A WebAuthn credential as signatures are checked against it; binary parts are base64url. */
export type Credential = {
  credentialId: string;
  /** COSE key. */
  publicKey: string;
  /** Signatures so far; 0 for as long as the authenticator does not count. */
  counter: number;
  transports: string[];
  aaguid: string;
};

/** A TOTP secret, sealed, and the last time step that was spent. */
export type TotpSeed = { secret: string; lastStep: number | null };

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
};

const StoredCredential = z.object({
  credentialId: z.string(),
  publicKey: z.string(),
  counter: z.number(),
  transports: z.array(z.string()),
  aaguid: z.string(),
});

const kind = z.enum(factorKinds);

function factorOf(row: Selectable<Schema["factors"]>): Factor {
  const { workspaceId, id, userId, label, createdAt, lastUsedAt } = row;
  const credential =
    row.credentialId === null
      ? null
      : StoredCredential.parse({ ...row, transports: JSON.parse(row.transports ?? "[]") });
  const totp = row.secret === null ? null : { secret: row.secret, lastStep: row.lastStep };
  return { workspaceId, id, userId, kind: kind.parse(row.kind), label, createdAt, lastUsedAt, credential, totp };
}

/** @throws a duplicate fault when the workspace knows the credential already, whoever's it is. */
export async function insertFactor(tx: Db, { credential, totp, ...rest }: Factor): Promise<void> {
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
      secret: totp?.secret ?? null,
      lastStep: totp?.lastStep ?? null,
    })
    .execute();
}

/** Returns a person's factors that count; a revoked one never does. */
export async function listFactors(db: Db, workspaceId: string, userId: string): Promise<Factor[]> {
  const rows = await db
    .selectFrom("factors")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .where("revokedAt", "is", null)
    .orderBy("createdAt")
    .orderBy("id")
    .execute();
  return rows.map(factorOf);
}

/** Returns the factor behind a credential that counts in this workspace. */
export async function findCredential(db: Db, workspaceId: string, credentialId: string): Promise<Factor | undefined> {
  const row = await db
    .selectFrom("factors")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("credentialId", "=", credentialId)
    .where("revokedAt", "is", null)
    .executeTakeFirst();
  return row && factorOf(row);
}

type Use = { workspaceId: string; id: string; now: Instant };

/** Spends a TOTP time step: true for exactly one caller, and for no step that is not later than the last one spent. */
export async function spendTotpStep(db: Db, { workspaceId, id, step, now }: Use & { step: number }): Promise<boolean> {
  const spent = await db
    .updateTable("factors")
    .set({ lastStep: step, lastUsedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    .where((eb) => eb.or([eb("lastStep", "is", null), eb("lastStep", "<", step)]))
    .returning("id")
    .executeTakeFirst();
  return spent !== undefined;
}

/** Moves a signature counter on: false when the authenticator, or a copy of it, has signed with this count before. */
export async function advanceCounter(
  db: Db,
  { workspaceId, id, counter, now }: Use & { counter: number },
): Promise<boolean> {
  const advanced = await db
    .updateTable("factors")
    .set({ counter, lastUsedAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("revokedAt", "is", null)
    // An authenticator that does not count says 0 each time (WebAuthn, 7.2).
    .where((eb) => eb.or([eb("counter", "<", counter), eb.and([eb("counter", "=", 0), eb.lit(counter === 0)])]))
    .returning("id")
    .executeTakeFirst();
  return advanced !== undefined;
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
