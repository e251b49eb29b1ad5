import { Meter } from "./meter.tsx";

type Props = { answered: number; open: number; isMine: boolean };

/** How many of the reviews that came due of late have been answered. */
export function ReviewProgress({ answered, open, isMine }: Props) {
  const total = answered + open;
  if (total === 0) return null;
  const whose = isMine ? "by you " : "";
  const text = `${answered} answered ${whose}in the last 30 days, ${open} open`;
  return (
    <div className="progress-line">
      <Meter value={answered} max={total} label={text} tone={open > 0 ? undefined : "good"} />
      <p className="hint">{text}</p>
    </div>
  );
}
