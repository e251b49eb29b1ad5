import { Banner } from "./banner.tsx";

/** Tells somebody who is here for a time that it is about to end. */
export function AccessBanner({ left }: { left: string | null }) {
  if (left === null) return null;
  return (
    <Banner tone="caution">
      Your access ends in {left}. Then you cannot sign in any more; an admin can extend it before.
    </Banner>
  );
}
