import type { ReactNode } from "react";

type Props = {
  /** What is about to be done, on the closed button: "Revoke". */
  label: string;
  /** What will happen, in plain words; not "are you sure". */
  consequence: ReactNode;
  look?: "normal" | "dangerQuiet" | undefined;
  /** The form with the button that does it. */
  children: ReactNode;
};

/** A second step before something that cannot be undone; opens in place and needs no JavaScript. */
export function Confirm({ label, consequence, look = "dangerQuiet", children }: Props) {
  return (
    <details className="confirm">
      <summary className={look === "dangerQuiet" ? "btn small danger-quiet" : "btn small"}>{label}…</summary>
      <div className="well stack">
        <p>{consequence}</p>
        {children}
      </div>
    </details>
  );
}
