import type { Instant, Policy } from "#app/engine/types.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { usersAfter } from "#db/search-candidates.ts";
import { type Affected, countMet } from "./policy-preview.ts";

/** Ids are random, so of a larger workspace the first are a fair sample; a replay looks at everybody. */
const mostPeople = 2000;

/** Counts what the people of a workspace meet next under two policies. */
export async function peopleAffected(
  db: Db,
  workspaceId: string,
  policies: { before: Policy; after: Policy; now: Instant },
): Promise<Affected> {
  const users = await usersAfter(db, workspaceId, { after: "", limit: mostPeople + 1 });
  const ids = users.slice(0, mostPeople).map(({ id }) => id);
  const subjects = ids.length === 0 ? [] : await subjectsOf(db, workspaceId, ids);
  return { ...countMet(subjects, policies), isSample: users.length > mostPeople };
}
