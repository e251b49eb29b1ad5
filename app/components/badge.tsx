import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Tone } from "./state-labels.ts";

type Props = {
  tone?: Tone | undefined;
  icon?: LucideIcon | undefined;
  isBare?: boolean | undefined;
  children: ReactNode;
};

/** A word with a shape and a colour: filled in headers, bare in tables and lists. Without an icon it is a plain label. */
export function Badge({ tone, icon: Icon, isBare = false, children }: Props) {
  const kind = isBare ? "status" : "badge";
  return (
    <span className={`${kind}${Icon || isBare ? "" : " text"}${tone ? ` tone-${tone}` : ""}`}>
      {Icon && <Icon aria-hidden="true" />}
      <span>{children}</span>
    </span>
  );
}
