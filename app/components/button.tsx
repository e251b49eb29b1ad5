import { Link } from "@remix-run/react";
import { type ButtonHTMLAttributes, type ReactNode, useId } from "react";

const looks = {
  normal: "btn",
  primary: "btn primary",
  danger: "btn danger",
  dangerQuiet: "btn danger-quiet",
  plain: "btn plain",
};

type Common = {
  look?: keyof typeof looks | undefined;
  isSmall?: boolean | undefined;
  isWide?: boolean | undefined;
  /** Why it cannot be used now: it stays where it is and can be reached, and the reason stands beside it. */
  disabledReason?: string | undefined;
  children: ReactNode;
};

function classOf({ look = "normal", isSmall = false, isWide = false }: Omit<Common, "children">): string {
  return `${looks[look]}${isSmall ? " small" : ""}${isWide ? " wide" : ""}`;
}

type ButtonProps = Common & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "disabled" | "children">;

/** A button; without a `type` it sends its form. */
export function Button({ look, isSmall, isWide, disabledReason, children, ...button }: ButtonProps) {
  const className = classOf({ look, isSmall, isWide });
  if (disabledReason) return <Disabled {...{ className, reason: disabledReason, children }} />;
  return (
    <button type="submit" {...button} className={className}>
      {children}
    </button>
  );
}

type LinkButtonProps = Common & { to: string; reloadDocument?: boolean | undefined };

/** A link that looks like a button; `reloadDocument` is for files and other things that are no page. */
export function LinkButton({ look, isSmall, isWide, disabledReason, children, to, reloadDocument }: LinkButtonProps) {
  const className = classOf({ look, isSmall, isWide });
  if (disabledReason) return <Disabled {...{ className, reason: disabledReason, children }} />;
  return (
    <Link to={to} className={className} reloadDocument={reloadDocument ?? false}>
      {children}
    </Link>
  );
}

function Disabled({ className, reason, children }: { className: string; reason: string; children: ReactNode }) {
  const id = useId();
  return (
    <>
      {/* A button of type "button" does nothing when pressed, and unlike a disabled one it can be focused. */}
      <button className={className} type="button" aria-disabled="true" aria-describedby={id}>
        {children}
      </button>
      <span className="hint" id={id}>
        {reason}
      </span>
    </>
  );
}
