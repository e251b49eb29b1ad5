import type { Policy } from "#app/engine/types.ts";
import type { Db } from "./connect.ts";

/** Returns the version of the policy that is in force. */
export async function currentPolicy(db: Db, workspaceId: string): Promise<Policy> {
  const { version, body } = await db
    .selectFrom("policies")
    .select(["version", "body"])
    .where("workspaceId", "=", workspaceId)
    .orderBy("version", "desc")
    .limit(1)
    .executeTakeFirstOrThrow();
  return { ...(JSON.parse(body) as Omit<Policy, "version">), version }; // written only by insertPolicy
}

/** Adds a version; versions are immutable and a number is taken once. */
export async function insertPolicy(
  tx: Db,
  workspaceId: string,
  policy: Policy,
  { reason, authorId, now }: { reason: string; authorId: string | null; now: string },
): Promise<void> {
  const { version, ...body } = policy;
  await tx
    .insertInto("policies")
    .values({ workspaceId, version, body: JSON.stringify(body), reason, authorId, createdAt: now })
    .execute();
}
