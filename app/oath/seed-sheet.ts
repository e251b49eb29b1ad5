import { z } from "zod";
import type { SheetRow } from "#app/imports/sheet-row.ts";
import { algorithms, type TotpParameters } from "./oath-token.ts";

export const seedFields = ["serial", "secret", "model", "period", "digits", "algorithm", "replacement_date"] as const;
export type SeedField = (typeof seedFields)[number];

/** What vendors call the columns. */
const otherHeadings: Readonly<Record<string, SeedField>> = {
  "serial number": "serial",
  "serial no": "serial",
  "secret key": "secret",
  seed: "secret",
  "time interval": "period",
  timestep: "period",
  "replace by": "replacement_date",
};

/** Returns the column that a heading in lower case is the name of. */
export function seedFieldHeaded(heading: string): SeedField | undefined {
  return seedFields.find((field) => field === heading) ?? otherHeadings[heading];
}

export type SeedRow = TotpParameters & {
  line: number;
  serial: string;
  /** As it stands in the file. */
  secret: string;
  model: string | null;
  replaceBy: string | null;
};

const Row = z.object({
  serial: z
    .string("has no serial number")
    .regex(/^[\w.-]{1,64}$/, "serial: letters, digits, dots, hyphens and underscores, at most 64"),
  secret: z.string("has no secret"),
  model: z.string().max(100, "model: at most 100 characters").nullable(),
  period: z.enum(["30", "60"], "period: 30 or 60 seconds").transform((period) => (period === "30" ? 30 : 60)),
  digits: z.enum(["6", "8"], "digits: 6 or 8").transform((digits) => (digits === "6" ? 6 : 8)),
  algorithm: z.enum(algorithms, "algorithm: SHA1, SHA256 or SHA512"),
  replaceBy: z.iso.date("replacement_date: a date as 2029-12-31").nullable(),
});

/** Reads a line of a seed file. What is wrong with it is told without its cells: a secret may stand in any of them. */
export function readSeedRow({
  line,
  cells,
}: SheetRow<SeedField>): { ok: true; row: SeedRow } | { ok: false; reason: string } {
  const cell = (field: SeedField) => cells.get(field)?.trim() || undefined;
  const read = Row.safeParse({
    serial: cell("serial"),
    secret: cell("secret"),
    model: cell("model") ?? null,
    period: cell("period") ?? "30",
    digits: cell("digits") ?? "6",
    algorithm:
      cell("algorithm")
        ?.toLowerCase()
        .replaceAll(/^hmac|[^a-z0-9]/g, "") ?? "sha1",
    replaceBy: cell("replacement_date") ?? null,
  });
  if (!read.success) return { ok: false, reason: read.error.issues.map(({ message }) => message).join("; ") };
  return { ok: true, row: { line, ...read.data } };
}
