import { type Exception, isUnratified } from "#app/register/exception.ts";
import type { Db } from "#db/connect.ts";
import { findException } from "#db/exceptions.ts";
import type { QueuedMessage } from "#db/outbox.ts";
import type { Template } from "./templates.ts";

type Asking = Pick<QueuedMessage, "workspaceId" | "template" | "toUserId" | "data">;
type Asked = Pick<Exception, "state" | "extension" | "emergency" | "ownerId">;
type IsAsked = (record: Asked, toUserId: string | null) => boolean;

const waitsForDecision: IsAsked = (record) =>
  record.state === "submitted" ||
  record.state === "assessed" ||
  record.extension !== null ||
  (record.state === "active" && isUnratified(record));
const isTheirs: IsAsked = (record, toUserId) => record.ownerId === toUserId;

/** What has to be so still when a message leaves that asks its reader for something. */
const asking: Partial<Record<Template, IsAsked>> = {
  approval_needed: waitsForDecision,
  approval_reminder: waitsForDecision,
  extension_requested: ({ extension }) => extension !== null,
  owner_assigned: isTheirs,
  owner_reminded: isTheirs,
};

/**
 * Whether what a message asks of its reader is still to be done: others may have decided, or it may be somebody else's, while
 * it waited for the morning, for the rest of a day or for the mail server. What asks for nothing is told however late.
 */
export async function isStillAsked(db: Db, { workspaceId, template, toUserId, data }: Asking): Promise<boolean> {
  const isAsked = asking[template];
  if (!isAsked) return true;
  const record = await findException(db, workspaceId, data.id ?? "");
  return record === undefined || isAsked(record, toUserId);
}
