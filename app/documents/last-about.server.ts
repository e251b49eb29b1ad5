import { z } from "zod";
import { auditTrail } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import type { DocumentKind } from "./document-kinds.ts";

const Made = z.object({ kind: z.string(), about: z.string().nullable() });

/** As many of the newest documents of a record are looked through. */
const looked = 100;

/** Returns which requirement or safeguard a document of a kind was last made for, of one record; null where none was. */
export async function lastAbout(
  db: Db,
  workspaceId: string,
  { exceptionId, kind }: { exceptionId: string; kind: DocumentKind },
): Promise<string | null> {
  const asked = { types: ["document.made"], subjectId: exceptionId, limit: looked };
  const { rows } = await auditTrail(db, workspaceId, asked);
  const made = rows.map(({ data }) => Made.parse(JSON.parse(data)));
  return made.find((document) => document.kind === kind && document.about !== null)?.about ?? null;
}
