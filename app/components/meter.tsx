import type { Tone } from "./state-labels.ts";

type Props = {
  value: number;
  max: number;
  /** What it says to somebody who cannot see it: "174 of 180 days used". */
  label: string;
  tone?: Tone | undefined;
};

/** A share as a bar. Drawn as SVG, since a width of its own would be an inline style. */
export function Meter({ value, max, label, tone }: Props) {
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  return (
    <svg
      className={tone ? `meter tone-${tone}` : "meter"}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <rect className="track" width="100" height="6" />
      <rect className="level" width={share * 100} height="6" />
    </svg>
  );
}
