import type { Instant } from "#app/engine/types.ts";
import { addDays, addHours } from "#app/register/days.ts";
import type { Db } from "../connect.ts";
import { saveNotificationChoices } from "../notification-choices.ts";
import { recordDelivery } from "../outbox.ts";
import { findUserByName } from "../users.ts";
import { demoCompany } from "./cast.ts";

/** People have read what is older than two days; one of them sleeps undisturbed, and mail to another came back. */
export async function mailLookedAt(db: Db, workspaceId: string, now: Instant): Promise<void> {
  await db
    .updateTable("outbox")
    .set((eb) => ({ readAt: eb.ref("createdAt") }))
    .where("workspaceId", "=", workspaceId)
    .where("createdAt", "<", addDays(now, -2))
    .execute();
  const requestor = await findUserByName(db, workspaceId, `nadia.petrova@${demoCompany.domain}`);
  if (requestor)
    await saveNotificationChoices(db, workspaceId, requestor.id, {
      modes: { exceptions: "digest" },
      quiet: { from: "20:00", to: "07:00" },
      digestHour: 9,
    });
  const bounced = await db
    .selectFrom("outbox")
    .select(["id", "createdAt"])
    .where("workspaceId", "=", workspaceId)
    .where("toAddress", "=", `callum.byrne@${demoCompany.domain}`)
    .orderBy("createdAt", "desc")
    .executeTakeFirst();
  if (!bounced) return;
  const { id, createdAt } = bounced;
  await db
    .updateTable("outbox")
    .set({ attempts: 1 })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", id)
    .execute();
  const said = { attempt: 1, outcome: "given_up", response: "552 5.2.2 Mailbox full" } as const;
  await recordDelivery(db, { workspaceId, id }, { ...said, at: addHours(createdAt, 1 / 60) });
}
