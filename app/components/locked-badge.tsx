import { LockKeyhole } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Marks somebody whose account wrong tries have closed for a while. */
export function LockedBadge({ isLocked }: { isLocked: boolean }) {
  return (
    isLocked && (
      <Badge tone="danger" icon={LockKeyhole}>
        Locked
      </Badge>
    )
  );
}
