import type { Db } from "#db/connect.ts";
import { ccwSheet } from "./ccw.ts";
import { lastAbout } from "./last-about.server.ts";
import { type Reader, recordFacts } from "./record-facts.server.ts";
import { sheetToPdf } from "./sheet-to-pdf.server.ts";

/**
 * Makes the PCI DSS compensating controls worksheet of a record, for the requirement that is named or else the one of
 * the last worksheet.
 * @throws Refused 404 when there is no such record, or none that the viewer may see.
 */
export async function ccw(
  db: Db,
  workspaceId: string,
  exceptionId: string,
  { requirement, ...reader }: Reader & { requirement?: string | null },
): Promise<Buffer> {
  const facts = await recordFacts(db, workspaceId, exceptionId, reader);
  const number = requirement ?? (await lastAbout(db, workspaceId, { exceptionId, kind: "ccw" }));
  return sheetToPdf(ccwSheet(facts, number), { workspace: facts.workspace.name, madeAt: reader.now });
}
