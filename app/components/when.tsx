import { exact, relative } from "./relative-time.ts";

type Props = { at: string; now: string; className?: string | undefined };

/** An instant as people think of it, with the exact time in UTC on the second line. */
export function When({ at, now, className }: Props) {
  return (
    <time dateTime={at}>
      <span className={className}>{relative(at, now)}</span>
      <span className="two">{exact(at)}</span>
    </time>
  );
}
