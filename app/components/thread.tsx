import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";
import { exact, relative } from "./relative-time.ts";

export type Entry = {
  id: string;
  who: string;
  /** What was done, as the rest of a sentence that begins with the name. */
  what: string;
  at: string;
  said?: ReactNode;
  /** What belongs to it, such as the fields that were changed. */
  more?: ReactNode;
};

/** What happened and what was said, oldest first. */
export function Thread({ entries, now }: { entries: readonly Entry[]; now: string }) {
  return (
    <ol className="thread">
      {entries.map(({ id, who, what, at, said, more }) => (
        <li key={id}>
          <Avatar name={who} />
          <div>
            <p className="who">
              <span>
                <b>{who}</b> {what}
              </span>
              <time dateTime={at} title={exact(at)}>
                {relative(at, now)}
              </time>
            </p>
            {said && <p className="said prose">{said}</p>}
            {more}
          </div>
        </li>
      ))}
    </ol>
  );
}
