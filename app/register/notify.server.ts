import type { Template } from "#app/mail/templates.ts";
import type { Db } from "#db/connect.ts";
import { findUsers, usersWithRole } from "#db/users.ts";
import type { Journal } from "#db/write.ts";
import type { CommandInput } from "./command-schemas.ts";
import type { Exception } from "./exception.ts";
import type { RegisterRole } from "./roles.ts";
import { stagesFor } from "./stages.ts";

type Change = { before: Exception; after: Exception; input: CommandInput; actorId: string };

/** Tells the people whom a change concerns; nobody is told of their own act, and nobody twice. */
export async function notifyOf(tx: Db, { notify }: Journal, { before, after, input, actorId }: Change): Promise<void> {
  const template = templateOf(before, after);
  if (!template) return;
  const recipients = new Map(
    (await recipientsOf(tx, template, after)).filter(({ id }) => id !== actorId).map((user) => [user.id, user]),
  );
  for (const { id, userName } of recipients.values())
    notify({
      template,
      toUserId: id,
      toAddress: userName,
      data: {
        id: after.id,
        title: after.title,
        startsAt: after.startsAt,
        endsAt: after.endsAt,
        rating: after.rating ?? "",
        comment: input.comment,
      },
    });
}

function templateOf(before: Exception, after: Exception): Template | null {
  if (before.state === after.state) return null;
  switch (after.state) {
    case "submitted":
    case "assessed":
      return "approval_needed";
    case "changes_requested":
      return "changes_requested";
    case "approved":
      return "exception_approved";
    case "active":
      return "exception_active";
    case "rejected":
      return "exception_rejected";
    case "revoked":
      return "exception_revoked";
    case "draft":
    case "suspended":
    case "withdrawn":
    case "closed":
      return null;
    default:
      return after.state satisfies never;
  }
}

async function recipientsOf(tx: Db, template: Template, record: Exception) {
  if (template === "approval_needed") {
    const groups: RegisterRole[] = record.rating
      ? stagesFor(record.rating).map(({ group }) => `approver_${group}` as const)
      : ["approver_risk", "approver_identity"];
    const approvers = await usersWithRole(tx, record.workspaceId, groups);
    // Telling someone of a request that they cannot decide is noise.
    return approvers.filter(({ id }) => id !== record.requestorId && !record.scope.users.includes(id));
  }
  const ids = [record.requestorId, record.ownerId].filter((id) => id !== null);
  const people = [...(await findUsers(tx, record.workspaceId, ids)).values()];
  const implementers =
    template === "exception_approved" ? await usersWithRole(tx, record.workspaceId, ["implementer"]) : [];
  return [...people, ...implementers];
}
