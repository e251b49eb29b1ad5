import { exact, span, urgency } from "./relative-time.ts";

type Props = { at: string; now: string; until?: string | undefined; since?: string | undefined };

/** How long is left, large, with the exact time below. Once it has passed, how long ago that was. */
export function Countdown({ at, now, until = "until it ends", since = "since it ended" }: Props) {
  const isOver = at <= now;
  return (
    <div className="until">
      <p className="countdown">
        <b className={isOver ? undefined : urgency(at, now) || undefined}>{span(now, at)}</b>{" "}
        <span className="muted small">{isOver ? since : until}</span>
      </p>
      <p className="hint">
        <time dateTime={at}>{exact(at)}</time>
      </p>
    </div>
  );
}
