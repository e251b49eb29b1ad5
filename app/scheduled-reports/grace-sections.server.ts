import { setImmediate } from "node:timers/promises";
import type { Instant, Policy } from "#app/engine/types.ts";
import { enrollmentStanding } from "#app/policy/grace-of-subject.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { subjectsOf } from "#app/signins/subjects-of.server.ts";
import type { Db } from "#db/connect.ts";
import { currentPolicy } from "#db/policies.ts";
import { usersAfter } from "#db/search-candidates.ts";
import type { Making } from "./making.server.ts";
import { mostRows, type Section } from "./report-content.ts";
import { dayText } from "./report-words.ts";

/** So many people are looked at in one go; then others get a turn. */
const pageSize = 500;

/** What the daily list says: who may still sign in without a second factor because their time to enrol runs, and until when. */
export async function graceSections(db: Db, { workspace, now }: Making): Promise<Section[]> {
  const policy = await currentPolicy(db, workspace.id);
  const found = await peopleInGrace(db, workspace.id, { policy, now });
  const rows = found.toSorted((one, other) => (one.endsAt < other.endsAt ? -1 : 1)).slice(0, mostRows);
  return [
    {
      kind: "table",
      title: "People in their time to enrol",
      columns: ["Person", "Until", "Left"],
      rows: rows.map(({ userId, endsAt }) => {
        const wall = wallClockOf(endsAt, workspace.timeZone);
        return [{ userId }, { text: `${dayText(wall.slice(0, 10))}, ${wall.slice(11)}` }, { text: left(now, endsAt) }];
      }),
      total: found.length,
      empty: "Nobody is in their time to enrol.",
    },
  ];
}

type InGrace = { userId: string; endsAt: Instant };

async function peopleInGrace(
  db: Db,
  workspaceId: string,
  { policy, now }: { policy: Policy; now: Instant },
): Promise<InGrace[]> {
  const found: InGrace[] = [];
  let after = "";
  for (;;) {
    await setImmediate();
    const page = await usersAfter(db, workspaceId, { after, limit: pageSize });
    const subjects = await subjectsOf(
      db,
      workspaceId,
      page.map(({ id }) => id),
    );
    for (const subject of subjects) {
      if (subject.disabledAt !== null) continue;
      const { lacksFactor, grace } = enrollmentStanding(subject, policy, now);
      if (lacksFactor && grace?.isActive) found.push({ userId: subject.id, endsAt: grace.endsAt });
    }
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return found;
    after = last.id;
  }
}

function left(now: Instant, endsAt: Instant): string {
  const hours = Math.floor((Date.parse(endsAt) - Date.parse(now)) / 3_600_000);
  if (hours < 48) return hours === 1 ? "1 hour" : `${hours} hours`;
  return `${Math.floor(hours / 24)} days`;
}
