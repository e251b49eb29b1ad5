import { CircleCheck } from "lucide-react";
import { Avatar } from "./avatar.tsx";
import { Badge } from "./badge.tsx";
import { HalfCircle } from "./state-icons.ts";

type Stage = {
  name: string;
  minimum: number;
  given: readonly { name: string; detail: string }[];
  /** Who is asked while somebody is missing. */
  note?: string | undefined;
};

/** Who has to agree, stage by stage. The order is not binding, so every stage that lacks somebody is open now. */
export function Stages({ stages }: { stages: readonly Stage[] }) {
  if (stages.length === 0) return null;
  return (
    <ol className="stages">
      {stages.map(({ name, minimum, given, note }, index) => {
        const isDone = given.length >= minimum;
        return (
          <li key={name} className={isDone ? "stage" : "stage now"}>
            <div className="row">
              <b>
                {index + 1} {name}
              </b>
              <span className="push">
                <Badge tone={isDone ? "good" : "info"} icon={isDone ? CircleCheck : HalfCircle} isBare>
                  {given.length} of {minimum}
                </Badge>
              </span>
            </div>
            {given.map((person) => (
              <div className="person" key={person.name}>
                <Avatar name={person.name} />
                <span>
                  {person.name}
                  <span className="two">{person.detail}</span>
                </span>
              </div>
            ))}
            {note && <p className="hint">{note}</p>}
          </li>
        );
      })}
    </ol>
  );
}
