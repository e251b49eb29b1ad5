import type { Db } from "#db/connect.ts";
import { takeDuty } from "#db/exceptions.ts";
import { Refused } from "./refused.ts";
import type { Step } from "./step.ts";

/** Takes on a duty. @throws Refused 403 where the person has a different one on the record; the database refuses too. */
export async function takeOn(
  tx: Db,
  { before, actor, now }: Step,
  duty: "requestor" | "approver" | "implementer",
): Promise<void> {
  const held = { exceptionId: before.id, userId: actor.userId, duty, at: now };
  if (await takeDuty(tx, before.workspaceId, held)) return;
  const message = "You have another duty on this record, and every duty needs a different person.";
  throw new Refused(403, "second_duty", message);
}
