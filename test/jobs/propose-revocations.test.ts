import { describe, expect, onTestFinished, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { readChain } from "#db/audit-events.ts";
import { getCategory, insertCategoryVersion } from "#db/categories.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { endFactor, insertFactor } from "#db/factors.ts";
import { newId } from "#db/ids.ts";
import { insertPolicy } from "#db/policies.ts";
import { setDisabled } from "#db/users.ts";
import { proposeRevocations } from "#jobs/propose-revocations.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { jobContext } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

const category = "legacy_or_service_account";
const id = "EXC-2026-0001";
/** Long enough that nothing ends by itself in these tests. */
const endsAt = "2027-12-01T09:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const base = await open();
      onTestFinished(() => base.close());
      const { db, workspace } = base;
      const people = await addPeople(base);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(db, workspace.id, strict, { reason: "No grace", authorId: null, now: testStart });
      const limit = (await getCategory(db, workspace.id, category)).dormantAfterDays ?? 0;
      const { token } = await serviceToken(base);
      const signIn = (userId: string, at: string) => askDecider(base, token, [{ subjectId: userId, at }]);
      const enrol = async (userId: string, createdAt: string) => {
        const factorId = newId("fac");
        const factor = { workspaceId: workspace.id, id: factorId, userId, kind: "totp", label: "Phone" } as const;
        const totp = { secret: "sealed", lastStep: null, drift: 0 };
        await insertFactor(db, { ...factor, createdAt, lastUsedAt: null, credential: null, totp });
        return factorId;
      };
      const events = async (type: string) =>
        (await readChain(db, workspace.id, { after: 0, limit: 5000 }))
          .filter((event) => event.type === type)
          .map(({ subjectId, data }) => [subjectId, JSON.parse(data)]);
      const mailed = async (template: string) =>
        (await db.selectFrom("outbox").select("toUserId").where("template", "=", template).execute())
          .map(({ toUserId }) => toUserId)
          .sort();
      const run = (now: string) => proposeRevocations.run(jobContext(base), workspace, now);
      return { base, db, workspace, people, limit, signIn, enrol, events, mailed, run };
    };

    test("what nobody uses is proposed to its owner once, and again after it was used and lay idle anew", async () => {
      const { base, people, limit, signIn, events, mailed, run } = await opened();
      await insertLive(base, people, { id, userId: people.risk.userId, endsAt });
      expect(limit).toBeGreaterThan(0);
      expect(await run(addDays(testStart, limit - 0.01))).toMatchObject({ dormant: 0 });
      expect(await run(addDays(testStart, limit))).toEqual({ dormant: 1, needless: 0, failed: 0 });
      expect(await run(addDays(testStart, limit + 5))).toMatchObject({ dormant: 0 });
      expect(await events("exception.dormant")).toEqual([[id, { since: testStart, days: limit, lastUsedAt: null }]]);
      expect(await mailed("exception_dormant")).toEqual([people.owner.userId]);

      const usedAt = addDays(testStart, limit + 6);
      await signIn(people.risk.userId, usedAt);
      expect(await run(addDays(usedAt, limit - 1))).toMatchObject({ dormant: 0 });
      await Promise.all([1, 2, 3].map(() => run(addDays(usedAt, limit + 2))));
      expect((await events("exception.dormant")).at(-1)).toEqual([
        id,
        { since: usedAt, days: limit + 2, lastUsedAt: usedAt },
      ]);
      expect(await events("exception.dormant")).toHaveLength(2);
    });

    test("only what is in force can lie idle", async () => {
      const { base, db, workspace, people, limit, run } = await opened();
      const { userId } = people.risk;
      await insertLive(base, people, { id, userId, endsAt: addDays(testStart, limit) });
      await insertLive(base, people, { id: "EXC-2026-0002", userId, startsAt: addDays(testStart, 1), endsAt });
      await insertLive(base, people, { id: "EXC-2026-0003", userId, endsAt });
      const record = await findException(db, workspace.id, "EXC-2026-0003");
      if (!record) throw new Error("the exception is gone");
      await saveException(db, { ...record, version: record.version + 1, state: "suspended" }, record.version);
      expect(await run(addDays(testStart, limit))).toMatchObject({ dormant: 0 });
    });

    test("the stricter of the rules that it was handed in under and today's says what is too long", async () => {
      const { base, db, workspace, people, limit, run } = await opened();
      await insertLive(base, people, { id, userId: people.risk.userId, endsAt });
      const record = await findException(db, workspace.id, id);
      if (!record) throw new Error("the exception is gone");
      const current = await getCategory(db, workspace.id, category);
      const pinned = { ...record, version: record.version + 1, categoryVersion: current.version };
      await saveException(db, pinned, record.version);
      const looser = { ...current, version: current.version + 1, dormantAfterDays: limit * 2 };
      const made = { reason: "Looser", authorId: null, createdAt: testStart };
      await insertCategoryVersion(db, workspace.id, { category: looser, ...made });
      expect(await run(addDays(testStart, limit))).toMatchObject({ dormant: 1 });
    });

    test("a category may say that lying idle is what its exceptions are for", async () => {
      const { base, db, workspace, people, run } = await opened();
      await insertLive(base, people, { id, userId: people.risk.userId, endsAt });
      const current = await getCategory(db, workspace.id, category);
      const never = { ...current, version: current.version + 1, dormantAfterDays: null };
      const made = { reason: "Never", authorId: null, createdAt: testStart };
      await insertCategoryVersion(db, workspace.id, { category: never, ...made });
      expect(await run(addDays(testStart, 300))).toMatchObject({ dormant: 0 });
    });

    test("once all whom it names have enrolled a factor, its end is proposed to owner and requestor, once", async () => {
      const { base, people, enrol, events, mailed, run } = await opened();
      const { risk, leadership } = people;
      await insertLive(base, people, { id, scope: { users: [risk.userId, leadership.userId] }, endsAt });
      const [first, second] = [addDays(testStart, 1), addDays(testStart, 2)];
      await enrol(risk.userId, first);
      expect(await run(first)).toMatchObject({ needless: 0 });
      await enrol(leadership.userId, second);
      await Promise.all([1, 2].map(() => run(second)));
      expect(await run(addDays(second, 1))).toEqual({ dormant: 0, needless: 0, failed: 0 });
      expect(await events("exception.needless")).toEqual([[id, { since: second }]]);
      expect(await mailed("exception_needless")).toEqual([people.owner.userId, people.requestor.userId].sort());
    });

    test("a factor that was there before, is gone again, or is not what the exception stands in for proposes nothing", async () => {
      const { base, db, workspace, people, enrol, run } = await opened();
      const { owner, risk, identity, leadership } = people;
      const later = addDays(testStart, 1);
      await enrol(risk.userId, addDays(testStart, -10));
      await insertLive(base, people, { id, userId: risk.userId, endsAt });
      await insertLive(base, people, { id: "EXC-2026-0002", userId: identity.userId, endsAt });
      await endFactor(db, { workspaceId: workspace.id, id: await enrol(identity.userId, later), now: later });
      await insertLive(base, people, {
        id: "EXC-2026-0003",
        userId: leadership.userId,
        effect: "allow_legacy_protocol",
        endsAt,
      });
      await enrol(leadership.userId, later);
      await insertLive(base, people, {
        id: "EXC-2026-0004",
        scope: { users: [leadership.userId], groups: ["finance"], applications: ["payroll"] },
        endsAt,
      });
      await insertLive(base, people, {
        id: "EXC-2026-0005",
        scope: { users: [owner.userId, leadership.userId] },
        endsAt,
      });
      expect(await run(later)).toMatchObject({ needless: 0 });
      // Whoever cannot sign in needs no factor.
      await setDisabled(db, workspace.id, owner.userId, later);
      expect(await run(later)).toMatchObject({ needless: 1 });
    });
  });
