import { ShieldCheck } from "lucide-react";
import type { ReactNode } from "react";

type Props = {
  title: string;
  lede?: ReactNode;
  workspace?: string | null | undefined;
  foot?: ReactNode;
  children: ReactNode;
};

/** The frame of pages before the sign-in is complete: one card, one thing to do. */
export function Gate({ title, lede, workspace, foot, children }: Props) {
  return (
    <main className="gate">
      <div className="brand">
        <ShieldCheck aria-hidden="true" />
        <span>MFA Register{workspace && <small>{workspace}</small>}</span>
      </div>
      <div className="signin">
        <h1>{title}</h1>
        {lede && <p className="lede">{lede}</p>}
        {children}
        {foot && <p className="foot">{foot}</p>}
      </div>
    </main>
  );
}
