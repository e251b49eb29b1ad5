import { type Rating, ratings } from "#app/register/risk.ts";
import type { Tone } from "./state-labels.ts";

export const ratingLabels: Record<Rating, { label: string; tone: Tone }> = {
  low: { label: "Low", tone: "good" },
  moderate: { label: "Moderate", tone: "caution" },
  high: { label: "High", tone: "serious" },
  critical: { label: "Critical", tone: "critical" },
};

const bars = [
  { x: 1, height: 4 },
  { x: 5, height: 7 },
  { x: 9, height: 10 },
  { x: 13, height: 13 },
];

type Props = { rating: Rating | null; filled?: boolean | undefined; suffix?: string | undefined };

/** A rating as one to four bars, word and colour; critical is filled everywhere. */
export function RiskBadge({ rating, filled = false, suffix = "" }: Props) {
  if (!rating) return <span className="muted">Not rated</span>;
  const { label, tone } = ratingLabels[rating];
  const level = ratings.indexOf(rating);
  return (
    <span className={`${filled || rating === "critical" ? "badge" : "status"} tone-${tone}`}>
      <svg viewBox="0 0 17 16" aria-hidden="true" fill="currentColor" className="lucide">
        {bars.map(({ x, height }, index) => (
          <rect key={x} x={x} y={14.5 - height} width="3" height={height} rx="1" opacity={index <= level ? 1 : 0.25} />
        ))}
      </svg>
      <span>
        {label}
        {suffix}
      </span>
    </span>
  );
}
