import type { ExceptionState } from "#app/engine/types.ts";
import { type Rating, ratings } from "#app/register/risk.ts";
import type { Within } from "./within.ts";

/** The stages of what is under way, as the register can be filtered by them. */
export const riskColumns = [
  { label: "Waiting", states: ["submitted", "changes_requested", "assessed"] },
  { label: "Approved", states: ["approved"] },
  { label: "Active", states: ["active"] },
  { label: "On hold", states: ["suspended"] },
] as const satisfies readonly { label: string; states: readonly ExceptionState[] }[];

/** A cell: how many, and where they are listed; the register has no filter for what nobody has rated, nor for departments. */
export type RiskCell = { column: string; count: number; to: string | null };
export type RiskRow = { rating: Rating | null; cells: RiskCell[] };

type Counted = { rating: string | null; state: ExceptionState; weight?: number };

/** Lays counts out by rating, the worst first, and by stage; what nobody has rated stands last, where there is some. */
export function riskByState(counted: readonly Counted[], within: Within = {}): RiskRow[] {
  const isListed = within.department === undefined && within.application === undefined;
  const rows = [...ratings.toReversed(), null].map((rating) => ({
    rating,
    cells: riskColumns.map(({ label, states }) => {
      const fitting = counted.filter((one) => one.rating === rating && states.some((state) => state === one.state));
      const query = new URLSearchParams({ ...within, state: states.join(","), rating: rating ?? "" });
      return {
        column: label,
        count: fitting.reduce((sum, { weight = 1 }) => sum + weight, 0),
        to: rating === null || !isListed ? null : `/exceptions?${query}`,
      };
    }),
  }));
  return rows.filter(({ rating, cells }) => rating !== null || cells.some(({ count }) => count > 0));
}
