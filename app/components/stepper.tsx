import { Link } from "@remix-run/react";
import { Check } from "lucide-react";

export type Phase = {
  label: string;
  detail?: string | undefined;
  status: "done" | "now" | "todo";
  /** Where one can go back to it. */
  to?: string | undefined;
};

type Props = { phases: readonly Phase[]; label?: string | undefined };

/** The phases of a record, or the steps of a form, with the current one marked. */
export function Stepper({ phases, label: name = "Phases" }: Props) {
  return (
    <ol className="stepper" aria-label={name}>
      {phases.map(({ label, detail, status, to }, index) => (
        <li key={label} className={status} aria-current={status === "now" ? "step" : undefined}>
          <span className="dot">{status === "done" ? <Check aria-hidden="true" /> : index + 1}</span>
          <b>
            {to ? <Link to={to}>{label}</Link> : label}
            {status === "done" && <span className="sr">, done</span>}
          </b>
          {detail && <span className="two">{detail}</span>}
        </li>
      ))}
    </ol>
  );
}
