import { Link } from "@remix-run/react";
import { Banner } from "./banner.tsx";

/** Reminds somebody who was let in without a second factor of how long they may still do without. */
export function GraceBanner({ left }: { left: string | null }) {
  if (left === null) return null;
  return (
    <Banner tone="info">
      Set up a second factor within {left}. After that you will have to, before you can sign in.{" "}
      <Link to="/account/security">Set one up now</Link>
    </Banner>
  );
}
