import { Check, CircleCheck, CircleMinus, CircleX, CornerDownRight, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Because } from "#app/engine/types.ts";
import { exact } from "./relative-time.ts";
import { resultLabels, resultOf, stepLabels, summaryOf, type TraceResult, traceSteps } from "./trace-words.ts";

const looks: Record<TraceResult, { icon: LucideIcon; className: string }> = {
  won: { icon: Check, className: "won tone-info" },
  lost: { icon: Check, className: "lost" },
  miss: { icon: CircleMinus, className: "miss" },
  passed: { icon: CircleCheck, className: "tone-good" },
  refused: { icon: CircleX, className: "won tone-danger" },
  met: { icon: CircleCheck, className: "tone-good" },
  "not met": { icon: CircleX, className: "unmet tone-danger" },
};

/** Instants come as the engine compares them; people read them as everywhere else. */
function inWords(asked: string): string {
  return asked.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, exact);
}

type Props = {
  because: readonly Because[];
  /** Names a rule, or links to it; null where what it asked says enough. */
  nameRule?: ((line: Because) => ReactNode) | undefined;
};

/** Rules and floors begin what they ask with their target, and checks are sentences: these need no name. */
function nameOf({ step, rule, hit }: Because): string | null {
  if (rule === "workspace") return "Workspace default";
  return step === "exemption" && hit ? rule : null;
}

/** A decision rule by rule, in the order of the decision: what was asked, whether it hit, and which one won. */
export function Trace({ because, nameRule = nameOf }: Props) {
  return (
    <ol className="trace">
      {traceSteps.map((step, index) => {
        const lines = because.filter((line) => line.step === step);
        return (
          <li key={step}>
            <p className="group">
              <span>
                {index + 1} {stepLabels[step]}
              </span>
              <span className="push">{summaryOf(step, lines)}</span>
            </p>
            {lines.length > 0 && (
              <ol>
                {lines.map((line) => (
                  <Line key={line.rule} line={line} name={nameRule(line)} />
                ))}
              </ol>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function Line({ line, name }: { line: Because; name: ReactNode }) {
  const result = resultOf(line);
  const { icon, className } = looks[result];
  const Icon = line.step === "exemption" && result === "won" ? CornerDownRight : icon;
  return (
    <li className={className}>
      <Icon aria-hidden="true" />
      <span>
        {name && <>{name}: </>}
        <b>{inWords(line.asked)}</b>
      </span>
      <span className="result">{resultLabels[result]}</span>
    </li>
  );
}
