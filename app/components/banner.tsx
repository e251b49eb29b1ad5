import { CircleCheck, CircleX, Info, TriangleAlert, Zap } from "lucide-react";
import type { ReactNode } from "react";

const icons = { neutral: Info, info: Info, good: CircleCheck, caution: TriangleAlert, danger: CircleX, emergency: Zap };

type Props = { tone: keyof typeof icons; children: ReactNode };

/** Something that has to be read; errors are announced. */
export function Banner({ tone, children }: Props) {
  const Icon = icons[tone];
  return (
    <div className={`banner tone-${tone}`} role={tone === "danger" ? "alert" : "status"}>
      <Icon aria-hidden="true" />
      <div>{children}</div>
    </div>
  );
}
