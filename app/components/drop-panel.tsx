import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = { label: string; icon: LucideIcon; count?: number | undefined; children: ReactNode };

/** A button that opens a sheet below itself, with or without JavaScript; the count says how much in it is on. */
export function DropPanel({ label, icon: Icon, count = 0, children }: Props) {
  return (
    <details className="panel">
      <summary className="btn">
        <Icon aria-hidden="true" /> {label}
        {count > 0 && (
          <span className="badge text tone-info">
            {count}
            <span className="sr"> on</span>
          </span>
        )}
      </summary>
      <div className="sheet">{children}</div>
    </details>
  );
}
