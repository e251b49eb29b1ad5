import type { Tone } from "./state-labels.ts";

type Props = {
  value: number;
  max: number;
  /** What it says to somebody who cannot see it: "174 of 180 days used". */
  label: string;
  tone?: Tone | undefined;
  /** Work that goes on, rather than an amount. */
  isProgress?: boolean | undefined;
};

/** A share as a bar. Drawn as SVG, since a width of its own would be an inline style. */
export function Meter({ value, max, label, tone, isProgress = false }: Props) {
  const share = max > 0 ? Math.min(Math.max(value / max, 0), 1) : 0;
  const percent = Math.round(share * 100);
  const role = isProgress
    ? ({ role: "progressbar", "aria-valuenow": percent, "aria-valuemin": 0, "aria-valuemax": 100 } as const)
    : ({ role: "img" } as const);
  return (
    <svg
      className={tone ? `meter tone-${tone}` : "meter"}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-label={label}
      {...role}
    >
      <rect className="track" width="100" height="6" />
      <rect className="level" width={share * 100} height="6" />
    </svg>
  );
}
