import { z } from "zod";
import type { AuditRow } from "#app/audit/chain.ts";
import type { EventType } from "#app/audit/events.ts";

/** The events with which somebody agrees to an exception, alone or as one of several. */
export const approvalTypes = [
  "exception.approved",
  "exception.ratified",
  "exception.extension_approved",
  "exception.emergency_granted",
] as const satisfies readonly EventType[];

const Data = z.object({
  contentHash: z.string().nullable().default(null),
  approverGroup: z.string().nullable().default(null),
  onBehalfOf: z.string().nullable().default(null),
});

/** Whether the record says today what was approved: an extension and an emergency are of no content of their own. */
export type ContentMatch = "same" | "changed" | "other";

export type Approved = {
  seq: number;
  at: string;
  type: string;
  exceptionId: string;
  title: string;
  approverId: string | null;
  onBehalfOf: string | null;
  group: string | null;
  match: ContentMatch;
};

/** Reads from an event who agreed to what, and compares its content with what the record says by now. */
export function readApproval(
  { seq, at, type, subjectId, actorKind, actorId, data }: AuditRow,
  record: { title: string; contentHash: string } | undefined,
): Approved {
  const { contentHash, approverGroup, onBehalfOf } = Data.parse(JSON.parse(data));
  const isOfContent = type === "exception.approved" || type === "exception.ratified";
  const same = contentHash === record?.contentHash ? "same" : "changed";
  return {
    ...{ seq, at, type, exceptionId: subjectId, title: record?.title ?? "", onBehalfOf },
    approverId: actorKind === "user" ? actorId : null,
    group: approverGroup,
    match: isOfContent && contentHash !== null ? same : "other",
  };
}
