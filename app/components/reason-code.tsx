import { Link } from "@remix-run/react";

/** The code of a reason, leading to what it means and who can change it. */
export function ReasonCode({ reason }: { reason: string }) {
  return (
    <Link to={`/reasons#${reason.toLowerCase()}`}>
      <code>{reason}</code>
    </Link>
  );
}
