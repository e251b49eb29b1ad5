import type { Source } from "./source.ts";
import { auditSource } from "./source-audit.server.ts";
import { registerSource } from "./source-register.server.ts";

/** What is exported row by row, by the kind of export. */
export const sources: Record<"register" | "audit", Source> = {
  register: registerSource,
  audit: auditSource,
};

/** What rows are written as. */
export type RowFormat = "csv" | "jsonl" | "xlsx" | "pdf";
