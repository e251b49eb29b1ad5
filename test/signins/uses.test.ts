import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { replayDecisions } from "#app/replays/replay-decisions.server.ts";
import * as one from "#app/routes/api.v1.decisions.$id.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { evaluateOnce } from "#app/signins/evaluate-once.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { findException, saveException } from "#db/exceptions.ts";
import { usesSpent } from "#db/exemption-uses.ts";
import { currentPolicy, insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const run = promisify(execFile);
const signInMany = fileURLToPath(new URL("../support/sign-in-many.ts", import.meta.url));
const later = "2026-11-25T09:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let token: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(base.db, base.workspace.id, strict, { reason: "No grace", authorId: null, now: testStart });
      ({ token } = await serviceToken(base));
    });
    afterAll(() => base.close());

    const limited = (id: string, userId: string, maxUses: number) =>
      insertLive(base, people, { id, scope: { users: [userId], maxUses } });
    const spent = (id: string) => usesSpent(base.db, base.workspace.id, id);
    const deciderNow = () =>
      createDecider(base.database, {
        now: () => later,
        logFault: (fault) => {
          throw fault;
        },
      });
    const requestOf = (subjectId: string, context: Record<string, unknown> = {}) => {
      const parsed = parseEvaluationRequest(signInOf(subjectId, context));
      if (!parsed.ok) throw new Error(parsed.message);
      return parsed.request;
    };
    type Answer = { decision: boolean; context: { reason: string; decision_id: string } };
    const bodies = async (subjectIds: readonly string[]): Promise<Answer[]> => {
      const requests = subjectIds.map((subjectId) => requestOf(subjectId));
      const answer = await deciderNow().decideAll({ token, requestId: null, requests, semantic: "execute_all" });
      if (answer.kind !== "decided") throw new Error(answer.kind);
      return answer.bodies.map((body) => JSON.parse(body));
    };

    test("two processes on one database together spend no more than there are", { timeout: 60_000 }, async () => {
      const { userId } = people.owner;
      await limited("EXC-2026-0001", userId, 10);
      const processes = [1, 2].map(() => run(process.execPath, [signInMany, base.url, token, userId, later, "100"]));
      const letIn = (await Promise.all(processes)).map(({ stdout }) => Number(stdout));
      expect(letIn.reduce((sum, count) => sum + count, 0)).toBe(10);
      expect(await spent("EXC-2026-0001")).toBe(10);
      const resting = (await recordedDecisions(base.db)).filter(({ exceptionId }) => exceptionId === "EXC-2026-0001");
      expect(resting).toHaveLength(10);
    });

    test("the cases of one batch spend in their order, and each is made again with what was left for it", async () => {
      const { userId } = people.admin;
      await limited("EXC-2026-0002", userId, 2);
      const answers = await bodies([userId, userId, userId]);
      expect(answers.map(({ decision, context }) => [decision, context.reason])).toEqual([
        [true, "MFA_EXCEPTION_APPLIED"],
        [true, "MFA_EXCEPTION_APPLIED"],
        [false, "MFA_REQUIRED_NO_FACTOR"],
      ]);
      const reader = await tokenFor(base, people.admin, ["read"]);
      for (const [index, { context }] of answers.entries()) {
        const id = context.decision_id;
        const response = await call(one.loader, `/api/v1/decisions/${id}`, {
          context: contextFor(base),
          token: reader,
          params: { id },
        });
        const explained = await response.json();
        expect([response.status, explained.evaluated_again.is_same_answer]).toEqual([200, true]);
        expect(explained.exceptions).toMatchObject([{ id: "EXC-2026-0002", uses_left: 2 - index }]);
        const spentLine = expect.objectContaining({ rule: "EXC-2026-0002", hit: false });
        const { because } = explained.evaluated_again.answer;
        if (index === 2) expect(because).toContainEqual(spentLine);
        else expect(because).not.toContainEqual(spentLine);
      }
    });

    test("an answer that does not rest on it spends nothing, and neither does asking on the console", async () => {
      const { db, workspace } = base;
      const { userId } = people.risk;
      await limited("EXC-2026-0003", userId, 1);
      const server = await startDecisions(base.database);
      server.clock.now = later;
      // Without a first factor nobody is let in, whatever is left.
      const refused = await server.ask(token, signInOf(userId, { completed_methods: [] }));
      expect(await refused.json()).toMatchObject({ decision: false });
      const previewed = await evaluateOnce(db, { workspaceId: workspace.id, request: requestOf(userId), now: later });
      expect(previewed.decision.exception?.id).toBe("EXC-2026-0003");
      expect(await spent("EXC-2026-0003")).toBe(0);
      expect(await (await server.ask(token, signInOf(userId))).json()).toMatchObject({ decision: true });
      expect(await spent("EXC-2026-0003")).toBe(1);
      const after = await evaluateOnce(db, { workspaceId: workspace.id, request: requestOf(userId), now: later });
      expect(after.decision.exception).toBeNull();
      await server.stop();
    });

    test("a call that ends at its first refusal spends what it answered and no more", async () => {
      const { userId } = people.identity;
      await limited("EXC-2026-0004", userId, 5);
      const requests = [requestOf(userId), requestOf("nobody@acme.example"), requestOf(userId)];
      const call = { token, requestId: null, requests, semantic: "deny_on_first_deny" } as const;
      expect(await deciderNow().decideAll(call)).toMatchObject({ kind: "decided", isEnded: true });
      expect(await spent("EXC-2026-0004")).toBe(1);
    });

    test("a later version goes on counting, and one that nobody counts lets nobody in", async () => {
      const { db, workspace } = base;
      const { userId } = people.leadership;
      await limited("EXC-2026-0005", userId, 2);
      await bodies([userId]);
      const record = await findException(db, workspace.id, "EXC-2026-0005");
      if (!record) throw new Error("the exception is gone");
      const longer = { ...record, version: record.version + 1, endsAt: "2027-01-01T00:00:00.000Z" };
      expect(await saveException(db, longer, record.version)).toBe(true);
      expect((await bodies([userId, userId])).map(({ decision }) => decision)).toEqual([true, false]);
      await db.deleteFrom("exemptionUses").where("exceptionId", "=", "EXC-2026-0005").execute();
      expect((await bodies([userId])).map(({ decision }) => decision)).toEqual([false]);
    });

    test("a replay hands each decision what was left for it then", async () => {
      const { db, workspace } = base;
      const policy = await currentPolicy(db, workspace.id);
      const span = { from: testStart, to: "2026-12-01T00:00:00.000Z" };
      const task = { workspaceId: workspace.id, ...span, trial: { policy, exemption: null } };
      const { total, counts } = await replayDecisions(db, task, () => undefined);
      expect(total).toBeGreaterThan(200);
      expect(counts).toMatchObject({ judged: total, unchanged: total, unjudged: 0 });
    });

    test("the database itself refuses to count more uses than there are", async () => {
      const more = base.db.updateTable("exemptionUses").set({ used: 11 }).where("exceptionId", "=", "EXC-2026-0001");
      await expect(more.execute()).rejects.toThrow();
    });
  });
