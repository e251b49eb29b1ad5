import { Form } from "@remix-run/react";
import { CircleCheck, CircleMinus, CircleX } from "lucide-react";
import { type DrillAnswer, type DrillStep, drillSteps, stepWording } from "#app/break-glass/drill.ts";
import type { DrillView } from "#app/break-glass/drill-views.server.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { type FieldErrors, TextField } from "./field.tsx";
import { FieldSet } from "./field-set.tsx";
import { clockOf } from "./relative-time.ts";

const resultWords = {
  pass: { label: "Passed", tone: "good", icon: CircleCheck },
  fail: { label: "Failed", tone: "danger", icon: CircleX },
  not_applicable: { label: "Not applicable", tone: "neutral", icon: CircleMinus },
} as const;

type Props = { view: DrillView; errors: FieldErrors };

/** The steps of a drill, in the order in which they are gone through; what is answered is kept, the rest can wait. */
export function DrillChecklist({ view, errors }: Props) {
  const { drill, mayAnswer } = view;
  const answerOf = (step: DrillStep) => drill.answers.find((answer) => answer.step === step);
  const aside = `${drill.answers.length} of ${drillSteps.length} done`;
  if (!mayAnswer)
    return (
      <Card title="Checklist" aside={aside}>
        <ul className="checklist">
          {drillSteps.map((step) => (
            <Answered key={step} step={step} answer={answerOf(step)} names={view.names} />
          ))}
        </ul>
      </Card>
    );
  return (
    <Card title="Checklist" aside={aside}>
      <Form method="post" noValidate className="stack">
        <input type="hidden" name="intent" value="answer" />
        {drillSteps.map((step) => (
          <Step key={step} step={step} answer={answerOf(step)} view={view} error={errors[step]} />
        ))}
        <p>
          <Button look="primary">Save progress</Button>
        </p>
      </Form>
    </Card>
  );
}

type StepProps = { step: DrillStep; answer: DrillAnswer | undefined; view: DrillView; error: string | undefined };

function Step({ step, answer, view, error }: StepProps) {
  const { title, asks, isRequired } = stepWording[step];
  const choices = isRequired ? (["pass", "fail"] as const) : (["pass", "fail", "not_applicable"] as const);
  return (
    <FieldSet name={step} legend={title} hint={seenOf(step, view) ?? asks} error={error}>
      <div className="ticks">
        {choices.map((value) => (
          <label key={value}>
            <input type="radio" name={step} value={value} defaultChecked={answer?.result === value} />{" "}
            {resultWords[value].label}
          </label>
        ))}
      </div>
      <TextField name={`${step}-note`} label="Note" defaultValue={answer?.note ?? ""} maxLength={1000} />
    </FieldSet>
  );
}

/** What the register sees of a step for itself. */
function seenOf(step: DrillStep, { uses, bypasses, shown }: DrillView): string | null {
  if (step === "credential_rotated")
    return shown.rotatedAt === null
      ? "The register knows of no confirmed rotation after the sign-in yet."
      : `Rotated at ${clockOf(shown.rotatedAt)}, confirmed by a second person.`;
  if (step !== "log_distinct") return null;
  const [first] = uses;
  if (first === undefined) return "The register has seen no sign-in within this drill yet.";
  const bypass =
    bypasses.length > 0
      ? " and as session.bypass_idp"
      : "; no session.bypass_idp, as it was not the register that was entered";
  return `Seen at ${clockOf(first.at)} as a use${bypass}.`;
}

type AnsweredProps = { step: DrillStep; answer: DrillAnswer | undefined; names: Readonly<Record<string, string>> };

function Answered({ step, answer, names }: AnsweredProps) {
  const words = answer && resultWords[answer.result];
  const Icon = words?.icon ?? CircleMinus;
  return (
    <li className={words ? `tone-${words.tone}` : undefined}>
      <Icon aria-hidden="true" />
      <span>
        {stepWording[step].title}
        {answer && (
          <span className="two">
            {answer.note}
            {answer.note && ", "}
            {names[answer.by] ?? ""} at {clockOf(answer.at)}
          </span>
        )}
      </span>
      <Badge tone={words?.tone} icon={words?.icon} isBare>
        {words?.label ?? "Open"}
      </Badge>
    </li>
  );
}
