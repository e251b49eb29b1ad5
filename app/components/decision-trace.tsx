import { Link } from "@remix-run/react";
import { Check, CircleCheck, CircleX, CornerDownRight, type LucideIcon, Minus } from "lucide-react";
import type { Because } from "#app/engine/types.ts";
import { stepTitles } from "#app/signins/outcome-words.ts";

type Props = { because: readonly Because[] };

const steps = Object.keys(stepTitles) as Because["step"][]; // cast: the keys of a literal

/** The rules of a decision, one by one, in the order in which they were asked. */
export function DecisionTrace({ because }: Props) {
  return (
    <ol className="trace">
      {steps.map((step, index) => {
        const lines = because.filter((line) => line.step === step);
        return lines.length > 0 && <Step key={step} number={index + 1} step={step} lines={lines} />;
      })}
    </ol>
  );
}

function Step({ number, step, lines }: { number: number; step: Because["step"]; lines: readonly Because[] }) {
  return (
    <>
      <li className="group">
        <span>
          {number} {stepTitles[step]}
        </span>
        <span className="push">{summaryOf(step, lines)}</span>
      </li>
      {lines.map((line) => (
        <Line key={line.rule} line={line} />
      ))}
    </>
  );
}

function summaryOf(step: Because["step"], lines: readonly Because[]): string {
  const hits = lines.filter(({ hit }) => hit).length;
  if (step === "refusal") return lines.some(({ won }) => won) ? "refused here" : `${lines.length} passed`;
  if (step === "session" || step === "grace") return "";
  return hits === 0 ? "none applies" : `${hits} of ${lines.length} ${hits === 1 ? "applies" : "apply"}`;
}

type Look = { className: string; icon: LucideIcon; result: string };

function lookOf({ step, hit, won }: Because): Look {
  if (step === "refusal") {
    if (won) return { className: "won tone-danger", icon: CircleX, result: "refused" };
    const result = hit ? "passed by an exception" : "passed";
    return { className: hit ? "tone-caution" : "tone-good", icon: CircleCheck, result };
  }
  if (!hit) return { className: "miss", icon: Minus, result: step === "session" ? "not met" : "does not apply" };
  const icon = step === "exemption" ? CornerDownRight : Check;
  return won ? { className: "won tone-info", icon, result: "decided" } : { className: "lost", icon, result: "applies" };
}

function Line({ line }: { line: Because }) {
  const { className, icon: Icon, result } = lookOf(line);
  const { step, rule, asked, won } = line;
  const isRecord = step === "exemption" && rule.startsWith("EXC-");
  return (
    <li className={className}>
      <Icon aria-hidden="true" />
      <span>
        {isRecord ? <Link to={`/exceptions/${rule}`}>{rule}</Link> : <code>{rule}</code>}
        <span className="sub">{asked}</span>
      </span>
      {won ? <b>{result}</b> : <span className="muted">{result}</span>}
    </li>
  );
}
