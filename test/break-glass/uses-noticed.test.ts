import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { createOwnDecider } from "#app/signins/own-decider.server.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { putPolicy } from "#test/support/put-policy.ts";

/** By then nobody has time left to enrol. */
const now = addDays(testStart, 60);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let token: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      await putPolicy(base, { dial: "off" });
      await base.db
        .updateTable("users")
        .set({ breakGlassSince: testStart })
        .where("id", "=", people.requestor.userId)
        .execute();
      ({ token } = await serviceToken(base));
    });
    afterAll(() => base.close());

    const requestOf = (subjectId: string, over: { action?: string; context?: Record<string, unknown> } = {}) => {
      const parsed = parseEvaluationRequest({
        ...signInOf(subjectId, over.context),
        ...(over.action && { action: { name: over.action } }),
      });
      if (!parsed.ok) throw new Error(parsed.message);
      return parsed.request;
    };
    /** Decides all of them at once, and returns the ids of the decisions and the uses that they left. */
    const decide = async (requests: readonly ReturnType<typeof requestOf>[], semantic = "execute_all" as const) => {
      const before = new Set((await uses()).map(({ id }) => id));
      const decider = createDecider(base.database, {
        now: () => now,
        logFault: (fault) => {
          throw fault;
        },
      });
      const answer = await decider.decideAll({ token, requestId: null, requests, semantic });
      if (answer.kind !== "decided") throw new Error(answer.kind);
      const answers = answer.bodies.map((body) => JSON.parse(body));
      const left = (await uses()).filter(({ id }) => !before.has(id));
      return { answers, ids: answers.map(({ context }) => context.decision_id), left };
    };
    const uses = () => base.db.selectFrom("breakGlassUses").selectAll().execute();

    test("an evaluation that lets such an account in leaves one use, named by the decision", async () => {
      const { userId, userName } = people.requestor;
      const { ids, left } = await decide([requestOf(userName, { context: { ip: "203.0.113.7" } })]);
      expect(left).toEqual([
        expect.objectContaining({ id: ids[0], userId, at: now, reason: "MFA_NOT_REQUIRED", ip: "203.0.113.7" }),
      ]);
      expect(left[0]).toMatchObject({ notedAt: null, classification: null, methods: "password" });
    });

    test("asked for by id and by name in one call, each decision leaves its own", async () => {
      const { requestor, owner } = people;
      const asked = [requestor.userId, owner.userId, requestor.userName].map((who) => requestOf(who));
      const { ids, left } = await decide(asked);
      expect(left.map(({ id }) => id).sort()).toEqual([ids[0], ids[2]].sort());
    });

    test("a step-up in a session of it is no sign-in", async () => {
      const { answers, left } = await decide([requestOf(people.requestor.userId, { action: "step_up" })]);
      expect(answers).toHaveLength(1);
      expect(left).toEqual([]);
    });

    test("a sign-in of the account to the register itself leaves one, in the transaction of the decision", async () => {
      const own = createOwnDecider(base.db);
      const context = {
        workspaceId: base.workspace.id,
        actor: { kind: "user", id: people.requestor.userId },
        now,
      } as const;
      const signIn = {
        userId: people.requestor.userId,
        completed: [{ method: "password", completedAt: now, userVerified: false }],
        ip: null,
        isKnownDevice: false,
      } as const;
      const before = (await uses()).length;
      const subject = { kind: "user", id: people.requestor.userId };
      await expect(
        own.write(base.db, context, async (_tx, { audit }, decide) => {
          audit("user.enabled", subject, {});
          await decide(signIn);
          throw new Error("the disk is full");
        }),
      ).rejects.toThrow("the disk is full");
      expect(await uses()).toHaveLength(before);
      const { id } = await own.write(base.db, context, (_tx, { audit }, decide) => {
        audit("user.enabled", subject, {});
        return decide(signIn);
      });
      const left = (await uses()).filter((use) => use.id === id);
      expect(left).toMatchObject([{ applicationId: "mfa-register", methods: "password" }]);
    });

    test("a proxy's question leaves one as well", async () => {
      const before = (await uses()).length;
      const server = await startDecisions(base.database);
      try {
        const response = await fetch(`${server.url}/access/v1/forward-auth`, {
          headers: {
            Authorization: `Bearer ${token}`,
            "X-MFA-Subject": people.requestor.userName,
            "X-MFA-Application": "mail",
            "X-MFA-Methods": `password;at=${testStart}`,
          },
        });
        expect(response.status).toBe(200);
      } finally {
        await server.stop();
      }
      expect(await uses()).toHaveLength(before + 1);
    });

    test("what is not let in leaves none, and neither do other people", async () => {
      const { requestor, owner } = people;
      expect((await decide([requestOf(owner.userId)])).left).toEqual([]);
      await putPolicy(base, { dial: "required", graceHours: 0 });
      const { answers, left } = await decide([requestOf(requestor.userId)]);
      expect(answers[0].decision).toBe(false);
      expect(left).toEqual([]);
      const unknown = await decide([requestOf("nobody@acme.example")]);
      expect([unknown.answers[0].decision, unknown.left]).toEqual([false, []]);
    });
  });
