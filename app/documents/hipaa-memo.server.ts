import type { Db } from "#db/connect.ts";
import { hipaaMemoSheet } from "./hipaa-memo.ts";
import { type SafeguardId, safeguardNamed } from "./hipaa-safeguards.ts";
import { lastAbout } from "./last-about.server.ts";
import { type Reader, recordFacts } from "./record-facts.server.ts";
import { sheetToPdf } from "./sheet-to-pdf.server.ts";

/**
 * Makes the HIPAA safeguard memo of a record, for the safeguard that is named or else the one of the last memo.
 * @throws Refused 404 when there is no such record, or none that the viewer may see.
 */
export async function hipaaMemo(
  db: Db,
  workspaceId: string,
  exceptionId: string,
  { safeguard, ...reader }: Reader & { safeguard?: SafeguardId | null },
): Promise<Buffer> {
  const facts = await recordFacts(db, workspaceId, exceptionId, reader);
  const last = await lastAbout(db, workspaceId, { exceptionId, kind: "hipaa_memo" });
  const sheet = hipaaMemoSheet(facts, safeguard ?? safeguardNamed(last));
  return sheetToPdf(sheet, { workspace: facts.workspace.name, madeAt: reader.now });
}
