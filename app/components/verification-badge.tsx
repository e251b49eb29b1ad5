import { CircleAlert, CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import type { VerificationState } from "#app/audit/verification-states.ts";
import { Badge } from "./badge.tsx";

/** What a walk along the log has found, as icon, word and colour. */
export function VerificationBadge({ state, ok }: { state: VerificationState; ok: boolean | null }) {
  if (state === "queued")
    return (
      <Badge tone="neutral" icon={CircleDashed}>
        Waiting
      </Badge>
    );
  if (state === "running")
    return (
      <Badge tone="info" icon={LoaderCircle}>
        Running
      </Badge>
    );
  if (ok === null)
    return (
      <Badge tone="caution" icon={CircleAlert}>
        Not finished
      </Badge>
    );
  return ok ? (
    <Badge tone="good" icon={CircleCheck}>
      Whole
    </Badge>
  ) : (
    <Badge tone="danger" icon={CircleX}>
      Does not follow
    </Badge>
  );
}
