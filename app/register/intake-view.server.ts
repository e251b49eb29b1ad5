import type { Caller } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { blastRadiusOf } from "#app/replays/blast-radius.server.ts";
import { nextSignIns } from "#app/what-if/next-sign-ins.server.ts";
import type { Db } from "#db/connect.ts";
import { findUsers } from "#db/users.ts";
import type { Exception } from "./exception.ts";
import { floorOf } from "./rating-floor.server.ts";
import type { RatingFloor } from "./rating-floor.ts";
import { relatedTo } from "./related.server.ts";
import { rate, worse } from "./risk.ts";
import { rulesFor } from "./rules-for.server.ts";
import { whoCouldApprove } from "./who-could-approve.server.ts";

/** What stands beside every step of a draft that has been saved. */
export async function besideDraft(db: Db, caller: Caller, record: Exception, now: Instant) {
  const { workspaceId, scope, ownerId, beneficiaryId } = record;
  const people = [...scope.users, ownerId, beneficiaryId].filter((id) => id !== null);
  const users = await findUsers(db, workspaceId, people);
  return {
    userNames: Object.fromEntries([...users.values()].map((user) => [user.id, user.userName])),
    related: await relatedTo(db, caller, record, now),
    floor: await floorOf(db, record),
  };
}

/** What the last step shows before the draft is submitted: whom it reaches, what it would do and who has to agree. */
export async function checkDraft(
  db: Db,
  caller: Caller,
  { record, floor, now }: { record: Exception; floor: RatingFloor | null; now: Instant },
) {
  const { rating, estimate } = record;
  const { stages } = await rulesFor(db, record);
  const least = floor?.rating ?? "low";
  return {
    radius: await blastRadiusOf(db, record, now),
    preview: await nextSignIns(db, caller, record, now),
    who: await whoCouldApprove(db, record, { requestorId: caller.user.id, stages, least }),
    expected: rating ?? (estimate && worse(rate(estimate), least)),
  };
}
