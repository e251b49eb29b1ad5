import { type Choices, ChoicesSchema, noChoices } from "#app/mail/choices.ts";
import type { Db } from "./connect.ts";

/** Choices that cannot be read count as none: an alarm to somebody else must not wait for them. */
function read(row: { choices: string } | undefined): Choices {
  const parsed = row && ChoicesSchema.safeParse(JSON.parse(row.choices));
  return parsed?.success ? parsed.data : noChoices;
}

/** Returns how a workspace has its people mailed who have not chosen themselves. */
export async function notificationDefaultsOf(db: Db, workspaceId: string): Promise<Choices> {
  const row = await db
    .selectFrom("notificationDefaults")
    .select("choices")
    .where("workspaceId", "=", workspaceId)
    .executeTakeFirst();
  return read(row);
}

export async function saveNotificationDefaults(tx: Db, workspaceId: string, choices: Choices): Promise<void> {
  const row = { choices: JSON.stringify(choices) };
  await tx
    .insertInto("notificationDefaults")
    .values({ workspaceId, ...row })
    .onConflict((conflict) => conflict.column("workspaceId").doUpdateSet(row))
    .execute();
}

/** Returns what people have chosen; who has chosen nothing is left out. */
export async function notificationChoicesOf(
  db: Db,
  workspaceId: string,
  userIds: readonly string[],
): Promise<Map<string, Choices>> {
  if (userIds.length === 0) return new Map();
  const rows = await db
    .selectFrom("notificationChoices")
    .select(["userId", "choices"])
    .where("workspaceId", "=", workspaceId)
    .where("userId", "in", [...new Set(userIds)])
    .execute();
  return new Map(rows.map((row) => [row.userId, read(row)]));
}

export async function saveNotificationChoices(
  tx: Db,
  workspaceId: string,
  userId: string,
  choices: Choices,
): Promise<void> {
  const row = { choices: JSON.stringify(choices) };
  await tx
    .insertInto("notificationChoices")
    .values({ workspaceId, userId, ...row })
    .onConflict((conflict) => conflict.columns(["workspaceId", "userId"]).doUpdateSet(row))
    .execute();
}

/** Forgets what somebody chose: when they sleep is theirs. */
export async function forgetNotificationChoices(tx: Db, workspaceId: string, userId: string): Promise<void> {
  await tx
    .deleteFrom("notificationChoices")
    .where("workspaceId", "=", workspaceId)
    .where("userId", "=", userId)
    .execute();
}
