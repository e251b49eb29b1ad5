import { approvalMemo } from "#app/documents/approval-memo.server.ts";
import { ccw } from "#app/documents/ccw.server.ts";
import { type DocumentKind, documentWords } from "#app/documents/document-kinds.ts";
import { hipaaMemo } from "#app/documents/hipaa-memo.server.ts";
import { lastAbout } from "#app/documents/last-about.server.ts";
import type { Making } from "#app/exports/maker.server.ts";
import { inForceDuring } from "#db/evidence.ts";
import type { Manifest } from "./manifest.ts";
import type { PackFacts } from "./pack-facts.server.ts";
import type { PackPart } from "./pack-part.ts";

/** Each document has to be set; a pack with those of more records would take hours. */
const mostRecords = 500;

type Parts = { parts: PackPart[]; leftOut: Manifest["left_out"] };

const makers = { approval_memo: approvalMemo, ccw, hipaa_memo: hipaaMemo } as const;

/**
 * The documents of each exception that was in force in the period: its approval, and the worksheet and the memo of those for which
 * somebody has said what they are about.
 */
export async function partsOfDocuments(making: Making, { period }: PackFacts): Promise<Parts> {
  const { db, workspaceId } = making.reading;
  const ids = await inForceDuring(db, workspaceId, period);
  const parts: PackPart[] = [];
  for (const id of ids.slice(0, mostRecords)) {
    parts.push(partOf(making, "approval_memo", id));
    for (const kind of ["ccw", "hipaa_memo"] as const)
      if ((await lastAbout(db, workspaceId, { exceptionId: id, kind })) !== null) parts.push(partOf(making, kind, id));
  }
  const why = `a pack has those of ${mostRecords} records at most`;
  return { parts, leftOut: ids.slice(mostRecords).map((id) => ({ what: `the documents of ${id}`, why })) };
}

const folders: Record<DocumentKind, string> = { approval_memo: "memos", ccw: "ccw", hipaa_memo: "hipaa-memos" };

function partOf({ reading }: Making, kind: DocumentKind, id: string): PackPart {
  const { db, workspaceId, viewerId, now } = reading;
  return {
    path: `${folders[kind]}/${id}.pdf`,
    about: `${documentWords[kind].label} of ${id}, as the record was when the pack was made`,
    make: async (put) => {
      await put(await makers[kind](db, workspaceId, id, { viewerId, now }));
      return null;
    },
  };
}
