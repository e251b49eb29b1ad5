import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { Avatar } from "./avatar.tsx";
import { exact, relative } from "./relative-time.ts";
import type { Tone } from "./state-labels.ts";

export type Entry = {
  id: string;
  who: string;
  /** What was done, as the rest of a sentence that begins with the name. */
  what: string;
  at: string;
  said?: string | undefined;
  /** An icon in place of the initials, for what is not a remark. */
  mark?: { icon: LucideIcon; tone?: Tone | undefined } | undefined;
  /** Stands behind the time: "voided 20 Nov". */
  tag?: string | undefined;
  /** What belongs to it, such as the fields that were changed. */
  more?: ReactNode;
};

/** What happened and what was said, oldest first. */
export function Thread({ entries, now }: { entries: readonly Entry[]; now: string }) {
  return (
    <ol className="thread">
      {entries.map(({ id, who, what, at, said, mark, tag, more }) => (
        <li key={id}>
          {mark ? <Mark {...mark} /> : <Avatar name={who} />}
          <div>
            <p className="who">
              <span>
                <b>{who}</b> {what}
              </span>
              <time dateTime={at} title={exact(at)}>
                {relative(at, now)}
              </time>
              {tag && <span className="badge text void">{tag}</span>}
            </p>
            {said && <p className="said prose">{said}</p>}
            {more}
          </div>
        </li>
      ))}
    </ol>
  );
}

function Mark({ icon: Icon, tone }: NonNullable<Entry["mark"]>) {
  return (
    <span className={tone ? `mark tone-${tone}` : "mark"}>
      <Icon aria-hidden="true" />
    </span>
  );
}
