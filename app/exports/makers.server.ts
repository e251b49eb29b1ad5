import type { ExportFormat, ExportKind } from "./export-kinds.ts";
import type { Maker } from "./maker.server.ts";
import { sources } from "./sources.server.ts";
import { type RowFormat, writeSource } from "./write-source.server.ts";

/** What is made of more than rows; loaded when it is needed, since a small export is waited for. */
const documents: Partial<Record<ExportKind, () => Promise<Maker>>> = {
  evidence_pack: async () => (await import("#app/evidence/make-pack.server.ts")).makePack,
  poam: async () => (await import("#app/documents/make-poam.server.ts")).makePoam,
};

/** Returns what makes a kind of export in a format. */
export async function makerOf(kind: ExportKind, format: ExportFormat): Promise<Maker> {
  const document = await documents[kind]?.();
  if (document) return document;
  const source = sources[kind as keyof typeof sources]; // cast: a kind that is no document has a source
  return (making) => writeSource(source, format as RowFormat, making); // cast: request-export.server.ts lets it have no other
}
