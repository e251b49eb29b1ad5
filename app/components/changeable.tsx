import type { ReactNode } from "react";
import { Banner } from "./banner.tsx";

type Props = { mayChange: boolean; children: ReactNode };

/** A form that some may change and others only read: to these its fields are closed, and it says why. */
export function Changeable({ mayChange, children }: Props) {
  if (mayChange) return children;
  return (
    <>
      <Banner tone="info">You can read this. Admins change it.</Banner>
      <fieldset disabled className="contents">
        {children}
      </fieldset>
    </>
  );
}
