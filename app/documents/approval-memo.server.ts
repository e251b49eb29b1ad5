import type { Db } from "#db/connect.ts";
import { approvalMemoSheet } from "./approval-memo.ts";
import { type Reader, recordFacts } from "./record-facts.server.ts";
import { sheetToPdf } from "./sheet-to-pdf.server.ts";

/**
 * Makes the approval memo of a record: what was asked for, who agreed to exactly which content, and what came of it.
 * @throws Refused 404 when there is no such record, or none that the viewer may see.
 */
export async function approvalMemo(db: Db, workspaceId: string, exceptionId: string, reader: Reader): Promise<Buffer> {
  const facts = await recordFacts(db, workspaceId, exceptionId, reader);
  return sheetToPdf(approvalMemoSheet(facts), { workspace: facts.workspace.name, madeAt: reader.now });
}
