import { Link, type LinkProps } from "@remix-run/react";
import type { ButtonHTMLAttributes, ReactNode } from "react";

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
  children: ReactNode;
};

function classOf({ look = "normal", isSmall = false, isWide = false }: Omit<Common, "children">): string {
  return `${looks[look]}${isSmall ? " small" : ""}${isWide ? " wide" : ""}`;
}

type ButtonProps = Common & Omit<ButtonHTMLAttributes<HTMLButtonElement>, "className" | "children">;

/** A button; without a `type` it sends its form. */
export function Button({ look, isSmall, isWide, children, ...button }: ButtonProps) {
  return (
    <button type="submit" {...button} className={classOf({ look, isSmall, isWide })}>
      {children}
    </button>
  );
}

type LinkButtonProps = Common & Omit<LinkProps, "className" | "children">;

/** A link that looks like a button. */
export function LinkButton({ look, isSmall, isWide, children, ...link }: LinkButtonProps) {
  return (
    <Link {...link} className={classOf({ look, isSmall, isWide })}>
      {children}
    </Link>
  );
}
