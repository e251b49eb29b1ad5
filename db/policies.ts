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

/** One version of the policy with who made it, when and why. */
export type PolicyVersion = { policy: Policy; reason: string; authorId: string | null; createdAt: string };

type VersionRow = { version: number; body: string; reason: string; authorId: string | null; createdAt: string };

const versionOf = ({ version, body, ...rest }: VersionRow): PolicyVersion => ({
  policy: { ...(JSON.parse(body) as Omit<Policy, "version">), version }, // written only by insertPolicy
  ...rest,
});

/** Returns versions, the newest first, from below a number on; null for the newest of all. */
export async function listPolicyVersions(
  db: Db,
  workspaceId: string,
  { before, limit }: { before: number | null; limit: number },
): Promise<{ versions: PolicyVersion[]; next: number | null }> {
  const rows = await db
    .selectFrom("policies")
    .select(["version", "body", "reason", "authorId", "createdAt"])
    .where("workspaceId", "=", workspaceId)
    .$if(before !== null, (query) => query.where("version", "<", before ?? 0))
    .orderBy("version", "desc")
    .limit(limit + 1)
    .execute();
  const page = rows.slice(0, limit);
  return { versions: page.map(versionOf), next: rows.length > limit ? (page.at(-1)?.version ?? null) : null };
}

/** Returns the version in force with who made it, when and why. */
export async function latestPolicyVersion(db: Db, workspaceId: string): Promise<PolicyVersion> {
  const { versions } = await listPolicyVersions(db, workspaceId, { before: null, limit: 1 });
  const [latest] = versions;
  if (!latest) throw new Error(`workspace ${workspaceId} has no policy, expected at least its first`);
  return latest;
}

export async function findPolicyVersion(
  db: Db,
  workspaceId: string,
  version: number,
): Promise<PolicyVersion | undefined> {
  const row = await db
    .selectFrom("policies")
    .select(["version", "body", "reason", "authorId", "createdAt"])
    .where("workspaceId", "=", workspaceId)
    .where("version", "=", version)
    .executeTakeFirst();
  return row && versionOf(row);
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
