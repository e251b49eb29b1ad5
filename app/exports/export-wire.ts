import { z } from "zod";
import type { Instant } from "#app/engine/types.ts";
import type { Export } from "./export.ts";
import { exportFormats, exportKinds } from "./export-kinds.ts";
import { exportStates, stateAt } from "./export-state.ts";

const instant = z.iso.datetime();
const count = z.number().int();

/** What a program sends to ask for an export. */
export const NewExportWire = z.strictObject({
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats),
  query: z
    .string()
    .max(8000)
    .default("")
    .describe(
      "The filters of the list, as in its address; records one by one as `ids=EXC-2026-0001,…`; of the register some columns alone as `columns=owner,expires,…`.",
    ),
  as_of: instant.nullable().default(null).describe("The register as it stood at this instant."),
  from: instant.optional().describe("With `to`, the period of an evidence pack or a POA&M."),
  to: instant.optional(),
});

/** What the API answers for one export. */
export const ExportWire = z.object({
  id: z.string(),
  kind: z.enum(exportKinds),
  format: z.enum(exportFormats),
  query: z.string(),
  as_of: instant.nullable(),
  from: instant.nullable(),
  to: instant.nullable(),
  state: z.enum(exportStates),
  requested_by: z.string(),
  created_at: instant,
  done: count.describe("How many rows have been made."),
  total: count.nullable().describe("Of how many; null while that is not known."),
  finished_at: instant.nullable(),
  rows: count.nullable(),
  bytes: count.nullable(),
  sha256: z.string().nullable(),
  file_name: z.string(),
  expires_at: instant.describe("From when on the file is no longer kept."),
  fault: z.string().nullable().describe("Why it could not be made."),
  links: z.object({ self: z.string(), file: z.string().nullable() }),
});
export type ExportWire = z.output<typeof ExportWire>;

/** Writes an export as the API shows it. */
export function wireOfExport(found: Export, now: Instant): ExportWire {
  const { id, kind, format, query, requestedBy, done, total, rowCount, bytes, sha256, fault, params } = found;
  const state = stateAt(found, now);
  const self = `/api/v1/exports/${id}`;
  return {
    ...{ id, kind, format, query, as_of: found.asOf, from: params.from ?? null, to: params.to ?? null, state },
    ...{ requested_by: requestedBy, created_at: found.createdAt, done, total, finished_at: found.finishedAt },
    ...{ rows: rowCount, bytes, sha256, file_name: found.fileName, expires_at: found.expiresAt, fault },
    links: { self, file: state === "done" ? `${self}/file` : null },
  };
}
