import { Link, useLocation } from "@remix-run/react";
import { Banner } from "./banner.tsx";

/** Reminds somebody whose recovery codes run out; null for everybody else. */
export function RecoveryBanner({ left }: { left: number | null }) {
  const { pathname } = useLocation();
  if (left === null) return null;
  return (
    <Banner tone="caution">
      {wordsFor(left)} <Link to={`/account/recovery-codes?to=${encodeURIComponent(pathname)}`}>Make new ones</Link>
    </Banner>
  );
}

function wordsFor(left: number): string {
  if (left === 0) return "All of your recovery codes are used up.";
  return left === 1 ? "One recovery code is left." : `Only ${left} recovery codes are left.`;
}
