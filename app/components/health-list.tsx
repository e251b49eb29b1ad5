import { CircleCheck, Clock, type LucideIcon, TriangleAlert } from "lucide-react";
import type { Standing } from "#app/break-glass/standing.ts";
import { Meter } from "./meter.tsx";
import { dateOf, exact } from "./relative-time.ts";

type Line = {
  name: string;
  /** Null where there is nothing that could come due. */
  standing: Standing | null;
  /** What is said in its place, or beside it. */
  note?: string | undefined;
};

const icons: Record<Standing["tone"], LucideIcon> = { good: CircleCheck, caution: Clock, danger: TriangleAlert };
const urgencies = { good: "muted", caution: "soon", danger: "urgent" } as const;

/** What has to be done again and again, with how much of its time is over. */
export function HealthList({ lines }: { lines: readonly Line[] }) {
  return (
    <ul className="checklist health">
      {lines.map(({ name, standing, note }) =>
        standing === null ? (
          <li key={name}>
            <Clock aria-hidden="true" />
            <span>
              {name} <span className="muted">{note}</span>
            </span>
          </li>
        ) : (
          <HealthLine key={name} {...{ name, standing, note }} />
        ),
      )}
    </ul>
  );
}

function HealthLine({ name, standing, note }: { name: string; standing: Standing; note: string | undefined }) {
  const { tone, daysUsed, daysOf, lastAt, dueAt } = standing;
  const Icon = icons[tone];
  const used = `${Math.max(daysUsed, 0)} of ${daysOf} days`;
  return (
    <li className={`tone-${tone}`}>
      <Icon aria-hidden="true" />
      <span>
        {name} <span className="muted">{note ?? used}</span>
        <Meter value={Math.max(daysUsed, 0)} max={daysOf} label={`${name}: ${used} used`} tone={tone} />
        <span className="two">{lastAt ? `last ${dateOf(lastAt)}` : "not on record yet"}</span>
      </span>
      <span className={urgencies[tone]} title={exact(dueAt)}>
        {leftText(standing)}
      </span>
    </li>
  );
}

/** Says what is left: "52 d left", "due today", "2 d overdue". */
export function leftText({ tone, daysLeft }: Pick<Standing, "tone" | "daysLeft">): string {
  if (daysLeft > 0) return `${daysLeft} d left`;
  if (daysLeft < 0) return `${-daysLeft} d overdue`;
  return tone === "danger" ? "due now" : "due today";
}
