import { describe, expect, onTestFinished, test } from "vitest";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { exceptionStates } from "#app/engine/types.ts";
import { categoryIds } from "#app/register/category.ts";
import { registerRoles } from "#app/register/roles.ts";
import { statusOf } from "#app/register/status.ts";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import { chasesOf } from "#db/approval-chases.ts";
import { readChain } from "#db/audit-events.ts";
import { delegatesAt } from "#db/delegations.ts";
import { demoPeople } from "#db/demo-people.ts";
import { exceptionOf } from "#db/exceptions.ts";
import { seedDemo } from "#db/seed.ts";
import { databases } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

const now = "2026-11-20T10:30:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    test("the demo has every state, every category and people for every role, and its history is true", async () => {
      const { database, db, close } = await open();
      onTestFinished(close);
      const workspaceId = await seedDemo(database, now, plainSecrets);

      const rows = await db.selectFrom("exceptions").selectAll().where("workspaceId", "=", workspaceId).execute();
      const records = rows.map(exceptionOf);
      expect(new Set(records.map(({ state }) => state))).toEqual(new Set(exceptionStates));
      expect(new Set(records.map(({ category }) => category))).toEqual(new Set(categoryIds));
      const people = await demoPeople(db, workspaceId);
      expect(new Set(people.flatMap(({ roles }) => roles))).toEqual(new Set(registerRoles));
      expect(people.some(({ roles }) => roles.length === 0)).toBe(true);

      const status = records.map((record) => ({ ...record, ...statusOf(record, now) }));
      expect(status.filter(({ isReviewOverdue }) => isReviewOverdue)).toHaveLength(1);
      const withinADay = status.filter(
        ({ isLive, isUnratified, endsAt }) =>
          isLive && !isUnratified && Date.parse(endsAt) - Date.parse(now) < 24 * 3_600_000,
      );
      expect(withinADay).toHaveLength(1);

      expect(status.filter(({ isUnratified }) => isUnratified)).toHaveLength(2);
      expect(status.filter(({ extension }) => extension)).toHaveLength(1);
      const waiting = status.filter(({ waitingSince }) => waitingSince).map(({ id }) => id);
      const escalated = (await chasesOf(db, workspaceId, waiting)).filter(({ kind }) => kind === "escalation");
      expect(escalated).toHaveLength(1);
      expect(await delegatesAt(db, workspaceId, now)).toHaveLength(1);

      expect((await verifyChain(db, workspaceId)).ok).toBe(true);
      expect(await verifyStreams(db, workspaceId)).toBeNull();
      const instants = (await readChain(db, workspaceId, { after: 0, limit: 5000 })).map(({ at }) => at);
      expect(instants).toEqual([...instants].sort());
      expect(instants.at(-1)).toBe(now);
    });

    test("an emergency account without a second factor was used twice, by decisions that the real decider recorded", async () => {
      const { database, db, close } = await open();
      onTestFinished(close);
      const workspaceId = await seedDemo(database, now, plainSecrets);
      const accounts = await db
        .selectFrom("exceptions")
        .select("id")
        .where("workspaceId", "=", workspaceId)
        .where("category", "=", "break_glass")
        .execute();
      const uses = (await recordedDecisions(db)).filter(({ exceptionId }) =>
        accounts.some(({ id }) => id === exceptionId),
      );
      const byException = { outcome: "allow", reason: "MFA_EXCEPTION_APPLIED" };
      expect(uses).toMatchObject([byException, byException]);
    });
  });
