import { type Column, columns } from "./columns.ts";

/** How one person has the register laid out. */
export type ListSettings = {
  /** Those that are shown, in their order. */
  columns: readonly Column[];
  pageSize: PageSize;
  /** What the register opens with: a built-in view by its name or a saved one by its id; null for all records. */
  defaultView: string | null;
};

export const pageSizes = [25, 50, 100, 200] as const;
export type PageSize = (typeof pageSizes)[number];

/** The exit plan matters to those who own one; they choose it. */
const usualColumns = columns.filter((column) => column !== "exit");

export const usualSettings: ListSettings = { columns: usualColumns, pageSize: 50, defaultView: null };
