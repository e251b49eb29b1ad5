import type { Selectable } from "kysely";
import type { Attestation, Rotation, RotationCause, RotationOutcome, SecretKind } from "#app/break-glass/rotation.ts";
import type { Instant } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";
import type { Schema } from "./schema.ts";

type Subject = { kind: SecretKind; id: string };

/** @throws a duplicate fault when one of the same secret waits to be attested already. */
export async function insertRotation(
  tx: Db,
  workspaceId: string,
  rotation: Omit<Rotation, "attestorId" | "attestedAt" | "attestation" | "attestationNote">,
): Promise<void> {
  const open = { attestorId: null, attestedAt: null, attestation: null, attestationNote: null };
  await tx
    .insertInto("secretRotations")
    .values({ workspaceId, ...rotation, ...open })
    .execute();
}

export async function findRotation(db: Db, workspaceId: string, id: string): Promise<Rotation | undefined> {
  const row = await db
    .selectFrom("secretRotations")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .executeTakeFirst();
  return row && rotationOf(row);
}

type Attested = {
  id: string;
  attestorId: string;
  attestedAt: Instant;
  attestation: Attestation;
  attestationNote: string;
};

/** Says of a rotation that waits for it whether it was seen; false when somebody has, or it waits for nobody. */
export async function attest(tx: Db, workspaceId: string, { id, ...said }: Attested): Promise<boolean> {
  const attested = await tx
    .updateTable("secretRotations")
    .set(said)
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .where("outcome", "=", "rotated")
    .where("attestorId", "is", null)
    .returning("id")
    .executeTakeFirst();
  return attested !== undefined;
}

/** Returns the rotations of a secret, the latest first. */
export async function listRotations(
  db: Db,
  workspaceId: string,
  { kind, id }: Subject,
  limit: number,
): Promise<Rotation[]> {
  const rows = await db
    .selectFrom("secretRotations")
    .selectAll()
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", kind)
    .where("subjectId", "=", id)
    .orderBy("recordedAt", "desc")
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(rotationOf);
}

/** What is known of the rotation of one secret. */
export type RotationsKnown = {
  /** When the last one that was confirmed took place. */
  confirmedAt: Instant | null;
  /** The one that waits for a second person. */
  waiting: Rotation | null;
};

/** Returns when each of these secrets was last replaced for certain, and what waits for a second person. */
export async function rotationsKnown(
  db: Db,
  workspaceId: string,
  kind: SecretKind,
  ids: readonly string[],
): Promise<Map<string, RotationsKnown>> {
  const known = new Map<string, RotationsKnown>(ids.map((id) => [id, { confirmedAt: null, waiting: null }]));
  if (ids.length === 0) return known;
  const ofThese = db
    .selectFrom("secretRotations")
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", kind)
    .where("subjectId", "in", [...ids])
    .where("outcome", "=", "rotated");
  const confirmed = await ofThese
    .select((eb) => ["subjectId", eb.fn.max("rotatedAt").as("at")])
    .where("attestation", "=", "confirmed")
    .groupBy("subjectId")
    .execute();
  const waiting = await ofThese.selectAll().where("attestorId", "is", null).execute();
  for (const { subjectId, at } of confirmed) known.set(subjectId, { confirmedAt: at, waiting: null });
  for (const row of waiting) {
    const before = known.get(row.subjectId);
    known.set(row.subjectId, { confirmedAt: before?.confirmedAt ?? null, waiting: rotationOf(row) });
  }
  return known;
}

/** Returns when each account was first used after an instant of its own; one that was not is left out. */
export async function firstUsesSince(
  db: Db,
  workspaceId: string,
  accounts: readonly { userId: string; since: Instant }[],
): Promise<Map<string, Instant>> {
  if (accounts.length === 0) return new Map();
  const rows = await db
    .selectFrom("breakGlassUses")
    .select((eb) => ["userId", eb.fn.min("at").as("at")])
    .where("workspaceId", "=", workspaceId)
    .where((eb) => eb.or(accounts.map(({ userId, since }) => eb.and({ userId }).and("at", ">", since))))
    .groupBy("userId")
    .execute();
  return new Map(rows.map(({ userId, at }) => [userId, at]));
}

/** The casts: each is written from its union, and the table checks most of them. */
function rotationOf({ workspaceId: _, ...row }: Selectable<Schema["secretRotations"]>): Rotation {
  return {
    ...row,
    subjectKind: row.subjectKind as SecretKind,
    cause: row.cause as RotationCause,
    outcome: row.outcome as RotationOutcome,
    attestation: row.attestation as Attestation | null,
  };
}
