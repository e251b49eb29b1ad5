import type { Instant, Policy } from "#app/engine/types.ts";
import { currentPolicy, insertPolicy } from "#db/policies.ts";
import { type TestDatabase, testStart } from "./databases.ts";

/** Puts a policy in force that is the current one but for this. */
export async function putPolicy(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  change: Partial<Policy>,
  now: Instant = testStart,
): Promise<void> {
  const current = await currentPolicy(db, workspace.id);
  const next = { ...current, ...change, version: current.version + 1 };
  await insertPolicy(db, workspace.id, next, { reason: "For a test", authorId: null, now });
}
