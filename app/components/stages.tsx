import { CircleCheck } from "lucide-react";
import { Avatar } from "./avatar.tsx";
import { HalfCircle } from "./state-icons.ts";

type Person = { name: string; detail?: string | undefined; isYou?: boolean | undefined };

export type Stage = {
  name: string;
  minimum: number;
  given: readonly Person[];
  /** Who is asked and has not answered. */
  waiting?: readonly Person[] | undefined;
  /** Who had approved something that has changed since. */
  voided?: readonly Person[] | undefined;
  note?: string | undefined;
};

/** Who has to agree, stage by stage. The order is not binding, so every stage that lacks somebody is open now. */
export function Stages({ stages }: { stages: readonly Stage[] }) {
  if (stages.length === 0) return null;
  return (
    <ol className="stages">
      {stages.map(({ name, minimum, given, waiting = [], voided = [], note }, index) => {
        const isDone = given.length >= minimum;
        return (
          <li key={name} className={isDone ? "stage" : "stage now"}>
            <div className="row">
              <b>
                {index + 1} {name}
              </b>
              <span className={`push status tone-${isDone ? "good" : "info"}`}>
                {isDone ? <CircleCheck aria-hidden="true" /> : <HalfCircle aria-hidden="true" />}
                {given.length} of {minimum}
              </span>
            </div>
            {[...given, ...waiting].map((person) => (
              <PersonLine key={person.name} person={person} />
            ))}
            {voided.map((person) => (
              <PersonLine key={person.name} person={person} isVoid />
            ))}
            {note && <p className="hint">{note}</p>}
          </li>
        );
      })}
    </ol>
  );
}

function PersonLine({ person: { name, detail, isYou }, isVoid = false }: { person: Person; isVoid?: boolean }) {
  return (
    <div className={isVoid ? "person void" : "person"}>
      <Avatar name={name} />
      <span>
        {isVoid ? <s>{name}</s> : name}
        {isYou && <b> (you)</b>}
        {(detail || isVoid) && <span className="two">{detail ?? "no longer counts"}</span>}
      </span>
    </div>
  );
}
