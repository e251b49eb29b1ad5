import { createHash } from "node:crypto";
import type { Caller } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { Refused } from "#app/register/refused.ts";
import { write } from "#db/write.ts";
import { approvalMemo } from "./approval-memo.server.ts";
import { ccw } from "./ccw.server.ts";
import { type DocumentKind, documentWords } from "./document-kinds.ts";
import { hipaaMemo } from "./hipaa-memo.server.ts";
import { safeguardNamed } from "./hipaa-safeguards.ts";
import { requirementNumber } from "./pci-requirements.ts";
import type { Reader } from "./record-facts.server.ts";

type Wanted = {
  caller: Caller;
  exceptionId: string;
  kind: DocumentKind;
  /** The requirement or safeguard that it is made for, as it was typed; empty for none in particular. */
  about: string;
};

/**
 * Makes a document about a record for whoever may see it, and notes that it was given out.
 * @throws Refused 404 for a record that they may not see, 400 for a requirement or safeguard that there is not.
 */
export async function giveDocument(
  { db, now }: Pick<RequestContext, "db" | "now">,
  { caller, exceptionId, kind, about }: Wanted,
): Promise<Response> {
  const workspaceId = caller.workspace.id;
  const named = about.trim() === "" ? null : about.trim();
  const make = makerFor(kind, named);
  const pdf = await make(db, workspaceId, exceptionId, { viewerId: caller.user.id, now });
  await write(db, { workspaceId, actor: caller.auditActor, now }, async (_tx, { audit }) => {
    const sha256 = createHash("sha256").update(pdf).digest("hex");
    audit("document.made", { kind: "exception", id: exceptionId }, { kind, about: named, sha256 });
  });
  return new Response(new Uint8Array(pdf), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `attachment; filename="${exceptionId}-${documentWords[kind].file}.pdf"`,
      "Cache-Control": "no-store",
    },
  });
}

type Make = (db: RequestContext["db"], workspaceId: string, id: string, reader: Reader) => Promise<Buffer>;

function makerFor(kind: DocumentKind, about: string | null): Make {
  switch (kind) {
    case "approval_memo":
      return approvalMemo;
    case "ccw": {
      const requirement = about === null ? null : numberOf(about);
      return (db, workspaceId, id, reader) => ccw(db, workspaceId, id, { ...reader, requirement });
    }
    case "hipaa_memo": {
      const safeguard = safeguardNamed(about);
      if (about !== null && safeguard === null)
        throw new Refused(400, "unknown_safeguard", "Choose one of the safeguards that a memo can be made for.");
      return (db, workspaceId, id, reader) => hipaaMemo(db, workspaceId, id, { ...reader, safeguard });
    }
    default:
      return kind satisfies never;
  }
}

function numberOf(about: string): string {
  if (requirementNumber.test(about)) return about;
  throw new Refused(400, "unknown_requirement", "Enter the number of a requirement, such as 8.4.2.");
}
