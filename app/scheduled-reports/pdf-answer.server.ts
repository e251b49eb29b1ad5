import type { Caller } from "#app/auth/caller.server.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { fileName, type ReportHead, reportPdf } from "./report-pdf.server.ts";
import type { ShownSection } from "./shown-sections.ts";

type Document = { head: ReportHead; sections: readonly ShownSection[] };

/** Answers with a report as a PDF, to be kept as a file. */
export async function pdfAnswer(
  { publicUrl }: Pick<RequestContext, "publicUrl">,
  { workspace }: Pick<Caller, "workspace">,
  { head, sections }: Document,
): Promise<Response> {
  const pdf = await reportPdf(head, sections, { workspace: workspace.name, publicUrl: publicUrl.origin });
  // A header has no letters beyond ASCII; the other form of the name has them.
  const name = `${fileName(head)}.pdf`;
  const plain = name.replace(/[^\x20-\x7e]/g, "_");
  return new Response(new Uint8Array(pdf), {
    headers: {
      "Content-Type": "application/pdf",
      "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(name)}`,
      "Cache-Control": "no-store",
    },
  });
}
