import { type RegisterRole, seesAll, seesSignIns } from "#app/register/roles.ts";

export const exportKinds = [
  "register",
  "audit",
  "decisions",
  "reviews",
  "break_glass",
  "kpis",
  "evidence_pack",
  "poam",
] as const;
/** What can be exported. */
export type ExportKind = (typeof exportKinds)[number];

export const exportFormats = ["csv", "xlsx", "jsonl", "pdf", "json", "zip"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const formatLabels: Record<ExportFormat, string> = {
  csv: "CSV",
  xlsx: "Excel (XLSX)",
  jsonl: "JSON Lines",
  pdf: "PDF",
  json: "JSON",
  zip: "ZIP",
};

export const mediaTypes: Record<ExportFormat, string> = {
  csv: "text/csv; charset=utf-8",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  jsonl: "application/x-ndjson",
  pdf: "application/pdf",
  json: "application/json",
  zip: "application/zip",
};

type KindFacts = {
  label: string;
  /** What stands in the file, in a sentence. */
  hint: string;
  formats: readonly ExportFormat[];
  /** Whether it can show an instant of the past. */
  knowsPast: boolean;
  /** Whether it is made of a period. */
  hasPeriod: boolean;
  /** Whether these roles may have it, as they may see its screen. */
  isFor(roles: readonly RegisterRole[]): boolean;
};

const rowFormats = ["csv", "xlsx", "jsonl", "pdf"] as const;

export const exportKindFacts: Record<ExportKind, KindFacts> = {
  register: {
    label: "Register",
    hint: "Every record with every field, closed ones and those of people who have left included.",
    formats: rowFormats,
    knowsPast: true,
    hasPeriod: false,
    isFor: () => true,
  },
  audit: {
    label: "Audit log",
    hint: "Every event with its hash and that of the one before it.",
    formats: ["jsonl", "csv", "xlsx", "pdf"],
    knowsPast: false,
    hasPeriod: false,
    isFor: seesAll,
  },
  decisions: {
    label: "Sign-in decisions",
    hint: "Every decision with the rule that won and the exception that lowered it.",
    formats: rowFormats,
    knowsPast: false,
    hasPeriod: false,
    isFor: seesSignIns,
  },
  reviews: {
    label: "Reviews",
    hint: "Every review with who answered what, and when it was due.",
    formats: rowFormats,
    knowsPast: false,
    hasPeriod: false,
    isFor: seesAll,
  },
  break_glass: {
    label: "Break-glass",
    hint: "Accounts, rotations, drills and uses.",
    formats: rowFormats,
    knowsPast: false,
    hasPeriod: false,
    isFor: seesAll,
  },
  kpis: {
    label: "Key figures",
    hint: "Every figure of every day that was measured.",
    formats: rowFormats,
    knowsPast: false,
    hasPeriod: false,
    isFor: seesAll,
  },
  evidence_pack: {
    label: "Evidence pack",
    hint: "All of these for a period in one signed archive that anybody can verify.",
    formats: ["zip"],
    knowsPast: false,
    hasPeriod: true,
    isFor: seesSignIns,
  },
  poam: {
    label: "OSCAL POA&M",
    hint: "Risks and deviations of a period, as NIST's OSCAL writes them.",
    formats: ["json"],
    knowsPast: false,
    hasPeriod: true,
    isFor: seesAll,
  },
};

/** The formats that can go on where an attempt broke off: what has been written stays as it is. */
export const resumableFormats: readonly ExportFormat[] = ["csv", "jsonl"];

/** Those that say which sign-ins there were, or how many; what was decided in the last seconds is gathered before they are made. */
export const kindsOfSignIns: readonly ExportKind[] = ["decisions", "register", "evidence_pack"];
