import { randomBytes } from "node:crypto";
import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import { keepsTextsApart } from "#app/audit/people-events.ts";
import { commitmentOf, keepApart, putBack } from "#app/audit/personal.ts";
import type { Db } from "./connect.ts";
import { newId } from "./ids.ts";

/** A text that the log names a person by, and what binds the log to it. */
export type KeptText = {
  id: string;
  /** The event that refers to it. */
  seq: number;
  /** Whom it is about; null where that is nobody of the directory. */
  userId: string | null;
  /** The field of the event, as "userName". */
  field: string;
  salt: string;
  text: string;
};

/** Takes the marked texts out of the data of an event, which is hashed without them. */
export function takeApart(
  data: unknown,
  event: Pick<KeptText, "seq" | "userId">,
): { data: unknown; texts: KeptText[] } {
  const texts: KeptText[] = [];
  const kept = keepApart(data, (text, field) => {
    const [id, salt] = [newId("txt"), randomBytes(16).toString("hex")];
    texts.push({ ...event, id, field, salt, text });
    return { $personal: id, sha256: commitmentOf(salt, text) };
  });
  return { data: kept, texts };
}

/** As many as fit into one statement of either database. */
const rowsAtOnce = 1000;

export async function insertKeptTexts(tx: Db, workspaceId: string, texts: readonly KeptText[]): Promise<void> {
  for (let from = 0; from < texts.length; from += rowsAtOnce)
    await tx
      .insertInto("auditPersonal")
      .values(texts.slice(from, from + rowsAtOnce).map((text) => ({ workspaceId, ...text })))
      .execute();
}

/** Returns what is kept for a stretch of the chain. */
export async function keptTextsBetween(
  db: Db,
  workspaceId: string,
  { first, last }: { first: number; last: number },
): Promise<KeptText[]> {
  return db
    .selectFrom("auditPersonal")
    .select(["id", "seq", "userId", "field", "salt", "text"])
    .where("workspaceId", "=", workspaceId)
    .where("seq", ">=", first)
    .where("seq", "<=", last)
    .execute();
}

/** Returns rows of the log as people read them, with the texts that are still there. */
export async function withKeptTexts(db: Db, workspaceId: string, rows: readonly AuditRow[]): Promise<AuditRow[]> {
  const seqs = rows.filter(({ type }) => keepsTextsApart(type)).map(({ seq }) => seq);
  if (seqs.length === 0) return [...rows];
  const kept = await db
    .selectFrom("auditPersonal")
    .select(["id", "text"])
    .where("workspaceId", "=", workspaceId)
    .where("seq", "in", seqs)
    .execute();
  const texts = new Map(kept.map(({ id, text }) => [id, text]));
  return rows.map((row) =>
    keepsTextsApart(row.type) ? { ...row, data: JSON.stringify(putBack(JSON.parse(row.data), texts)) } : row,
  );
}

/** Returns what the log has called a person, each text once. */
export async function textsAbout(
  db: Db,
  workspaceId: string,
  userId: string,
): Promise<Pick<KeptText, "field" | "text">[]> {
  return db
    .selectFrom("auditPersonal")
    .select(["field", "text"])
    .distinct()
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .execute();
}

/** Deletes what the log calls a person, and what it calls nobody by an address of theirs; returns which texts went. */
export async function deleteTextsAbout(
  tx: Db,
  workspaceId: string,
  { userId, addresses }: { userId: string; addresses: readonly string[] },
): Promise<string[]> {
  const gone = await tx
    .deleteFrom("auditPersonal")
    .where("workspaceId", "=", workspaceId)
    .where((eb) =>
      eb.or([
        eb("userId", "=", userId),
        eb.and([
          eb("userId", "is", null),
          eb(eb.fn<string>("lower", ["text"]), "in", addresses.length > 0 ? addresses : [""]),
        ]),
      ]),
    )
    .returning("id")
    .execute();
  return gone.map(({ id }) => id).sort();
}

const Pseudonymised = z.object({ texts: z.array(z.string()) });

/** Returns the texts that were taken away, as the log itself says. */
export async function textsTakenAway(db: Db, workspaceId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom("auditEvents")
    .select("data")
    .where("workspaceId", "=", workspaceId)
    .where("subjectKind", "=", "user")
    .where("type", "=", "user.pseudonymised")
    .execute();
  return new Set(rows.flatMap(({ data }) => Pseudonymised.parse(JSON.parse(data)).texts));
}
