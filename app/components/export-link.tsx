import { Download } from "lucide-react";
import type { ExportKind } from "#app/exports/export-kinds.ts";
import { LinkButton } from "./button.tsx";

type Props = {
  kind: ExportKind;
  /** The filters of the screen, as they stand in its address. */
  query: string;
};

/** Leads to an export of exactly what a screen shows, on all its pages. */
export function ExportLink({ kind, query }: Props) {
  return (
    <LinkButton to={`/exports/new?${new URLSearchParams({ kind, ...(query !== "" && { query }) })}`}>
      <Download aria-hidden="true" /> Export
    </LinkButton>
  );
}
