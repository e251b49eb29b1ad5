import type { Instant } from "#app/engine/types.ts";
import type { Db } from "#db/connect.ts";
import type { User } from "#db/users.ts";
import { recoveryView } from "./recovery-view.server.ts";

type Going = { user: Pick<User, "workspaceId" | "id">; to: string | null; now: Instant };

/**
 * Returns where somebody goes on who has just enrolled a factor: to their recovery codes first, where the engine takes
 * some of them and they have none. Whoever has no password is not led to choosing one; another passkey serves them better.
 */
export async function afterEnrolment(db: Db, { user, to, now }: Going): Promise<string | null> {
  const { batch, isAllowed, isAccepted, hasPassword } = await recoveryView(db, user, now);
  if (batch || !isAllowed || !isAccepted || !hasPassword) return to;
  return `/account/recovery-codes?to=${encodeURIComponent(to ?? "/")}`;
}
