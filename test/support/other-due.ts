import type { Db } from "#db/connect.ts";
import { markDutyTold } from "#db/duty-notices.ts";
import { keepDay, keepSnapshot } from "#db/kpi-snapshots.ts";
import { answerDuty } from "#db/unanswered.ts";

const since = "2026-11-01T09:00:00.000Z";
const dueAt = "2026-12-01T09:00:00.000Z";

/** What the other workspace was told of, and when it was measured. */
export const dueOfOther = {
  notice: { duty: "campaign", subjectId: "cmp_of_the_other", dueAt, step: "7" },
  asked: { id: "EXC-2026-0001", since },
  day: "2026-11-19",
} as const;

/** Adds what comes due and what is measured to the other workspace: a start to come, notices, a review left to its consequence. */
export async function otherDue(db: Db, workspaceId: string, now: string): Promise<void> {
  const { notice, asked, day } = dueOfOther;
  await markDutyTold(db, workspaceId, notice, now);
  await markDutyTold(db, workspaceId, { duty: answerDuty, subjectId: asked.id, dueAt, step: since }, now);
  await keepDay(db, workspaceId, { day, timeZone: "Europe/Dublin" });
  await keepSnapshot(db, workspaceId, { day, figures: { live: 7 } });
  await db
    .updateTable("silences")
    .set({ answeredAt: now })
    .where("workspaceId", "=", workspaceId)
    .where("exceptionId", "=", (eb) =>
      eb
        .selectFrom("silences")
        .select("exceptionId")
        .where("workspaceId", "=", workspaceId)
        .orderBy("exceptionId")
        .limit(1),
    )
    .execute();
  const waiting = db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("state", "=", "active")
    .orderBy("endsAt", "desc")
    .limit(1);
  await db
    .updateTable("exceptions")
    .set({ activatedAt: "2026-01-01T00:00:00.000Z", nextReviewAt: since })
    .where("workspaceId", "=", workspaceId)
    .where("id", "=", waiting)
    .execute();
}
