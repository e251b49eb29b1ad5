import { historiesOf } from "#db/audit-trail.ts";
import type { Db } from "#db/connect.ts";
import { countLiveAsOf } from "#db/register-as-of.ts";
import type { Other } from "#test/support/other-workspace.ts";

const now = "2026-11-20T10:30:00.000Z";

/** The records of another workspace as they once stood, and what happened to them. */
export const pastReads: Record<
  string,
  [ask: (db: Db, workspaceId: string, other: Other) => Promise<unknown>, answer: unknown]
> = {
  historiesOf: [
    (db, id, { exception }) => historiesOf(db, id, { kind: "exception", ids: [exception.id], upTo: now }),
    new Map(),
  ],
  countLiveAsOf: [(db, id) => countLiveAsOf(db, id, { at: now, ids: null }), 0],
};
