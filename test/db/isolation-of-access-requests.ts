import { askedBefore, askedWith } from "#db/access-requests.ts";
import type { Db } from "#db/connect.ts";
import type { Other } from "#test/support/other-workspace.ts";

/** What each query about access requests answers, as in the list of all queries. */
export const accessRequestReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  askedWith: [(db, id, { exception }) => askedWith(db, id, exception.id), undefined],
  askedBefore: [(db, id, { accessRequest }) => askedBefore(db, id, accessRequest), []],
};
