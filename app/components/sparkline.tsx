import { useId } from "react";

type Props = {
  /** What it says to somebody who cannot see it. */
  title: string;
  /** One bar each, the earliest first. */
  values: readonly number[];
};

const barWidth = 4;
const height = 48;

/** A row of small bars, drawn on the server; what it stands for is told in words and numbers beside it. */
export function Sparkline({ title, values }: Props) {
  const id = useId();
  const width = values.length * barWidth;
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-labelledby={id}
    >
      <title id={id}>{title}</title>
      <rect className="ground" y={height - 1} width={width} height="1" />
      <path className="bars" d={barsOf(values)} />
    </svg>
  );
}

/** One closed shape for each value that is not nothing; a single one among thousands is still to be seen. */
function barsOf(values: readonly number[]): string {
  const most = Math.max(...values);
  return values
    .map((value, index) => {
      const tall = value === 0 ? 0 : Math.max(2, Math.round((value / most) * (height - 2)));
      return tall === 0 ? "" : `M${index * barWidth} ${height}v-${tall}h${barWidth - 1}v${tall}z`;
    })
    .join("");
}
