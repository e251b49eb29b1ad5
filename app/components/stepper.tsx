import { Check } from "lucide-react";

export type Phase = { label: string; detail: string; status: "done" | "now" | "todo" };

/** The six phases of a record, the current one marked. */
export function Stepper({ phases }: { phases: readonly Phase[] }) {
  return (
    <ol className="stepper" aria-label="Phases">
      {phases.map(({ label, detail, status }, index) => (
        <li key={label} className={status} aria-current={status === "now" ? "step" : undefined}>
          <span className="dot">{status === "done" ? <Check aria-hidden="true" /> : index + 1}</span>
          <b>
            {label}
            {status === "done" && <span className="sr">, done</span>}
          </b>
          {detail && <span className="two">{detail}</span>}
        </li>
      ))}
    </ol>
  );
}
