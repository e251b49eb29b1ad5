import type { ReactNode } from "react";

/** The buttons of a long form, always in sight; `note` says what saving does. */
export function SaveBar({ note, children }: { note?: ReactNode; children: ReactNode }) {
  return (
    <div className="save-bar">
      {children}
      {note && <span>{note}</span>}
    </div>
  );
}
