import { Link } from "@remix-run/react";
import { Siren } from "lucide-react";
import type { ForceSkip } from "#db/force-skips.ts";
import { Badge } from "./badge.tsx";
import { exact, relative } from "./relative-time.ts";

/** Shows wherever somebody is listed that they may do without MFA for now; leads to the record that says so. */
export function SkipBadge({ skip, now }: { skip: ForceSkip | null; now: string }) {
  if (!skip) return null;
  return (
    <Link to={`/exceptions/${skip.exceptionId}`} title={`${skip.exceptionId}, until ${exact(skip.endsAt)}`}>
      <Badge tone="emergency" icon={Siren} isBare>
        MFA skipped
      </Badge>
      <span className="two">ends {relative(skip.endsAt, now)}</span>
    </Link>
  );
}
