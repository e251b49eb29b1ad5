import { isShutOut } from "#app/auth/access-end.ts";
import type { Instant } from "#app/engine/types.ts";
import { mayStillRead } from "#app/scheduled-reports/may-still-read.server.ts";
import type { Db } from "#db/connect.ts";
import type { QueuedMessage } from "#db/outbox.ts";
import type { User } from "#db/users.ts";
import { isStillAsked } from "./still-asked.server.ts";

type Leaving = Pick<QueuedMessage, "workspaceId" | "template" | "toUserId" | "toAddress" | "data">;

/**
 * Says why a message that is about to leave is not for its reader any more, or null where it is. What an address outside is
 * told goes by no account, so nothing ends for it.
 */
export async function whyWithheld(
  db: Db,
  { message, to, now }: { message: Leaving; to: User | undefined; now: Instant },
): Promise<string | null> {
  if (to && isShutOut(to, now))
    return to.disabledAt === null
      ? "not sent: their access to the register had ended"
      : "not sent: this account was disabled";
  if (!(await mayStillRead(db, message, now))) return "not sent: this report is not for them any more";
  if (!(await isStillAsked(db, message))) return "not sent: what it asks for was done, or is not theirs to do any more";
  return null;
}
