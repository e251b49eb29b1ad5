import { CircleCheck, Clock, TriangleAlert } from "lucide-react";
import { Badge } from "./badge.tsx";
import { overdue } from "./relative-time.ts";

type Props = { audit: { closedAt: string | null; dueAt: string; isOverdue: boolean }; now: string };

/** Whether an audit of the tokens waits for somebody. */
export function OathAuditState({ audit: { closedAt, dueAt, isOverdue }, now }: Props) {
  if (closedAt !== null)
    return (
      <Badge tone="good" icon={CircleCheck} isBare>
        Closed
      </Badge>
    );
  if (isOverdue)
    return (
      <Badge tone="danger" icon={TriangleAlert} isBare>
        Open, {overdue(dueAt, now)}
      </Badge>
    );
  return (
    <Badge tone="info" icon={Clock} isBare>
      Open
    </Badge>
  );
}
