import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultPolicy } from "#app/register/default-policy.ts";
import { parseEvaluationsRequest } from "#app/signins/evaluations-request.ts";
import { decidableOf } from "#app/signins/evaluations-response.ts";
import { insertPolicy } from "#db/policies.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken, signInOf, startDecisions } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

type Item = { decision: boolean; context: Record<string, unknown> & { decision_id: string; error?: unknown } };

const path = "/access/v1/evaluations";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let testDb: TestDatabase;
    let people: People;
    let server: Awaited<ReturnType<typeof startDecisions>>;
    let token: string;
    beforeAll(async () => {
      testDb = await open();
      people = await addPeople(testDb);
      const policy = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      const change = { reason: "No grace", authorId: null, now: testStart };
      await insertPolicy(testDb.db, testDb.workspace.id, policy, change);
      await insertLive(testDb, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      server = await startDecisions(testDb.database);
      ({ token } = await serviceToken(testDb));
    });
    afterAll(async () => {
      await server.stop();
      await testDb.close();
    });

    /** The owner's exception lets a password in; nobody else has one. */
    const permitted = () => ({ subject: { type: "user", id: people.owner.userId } });
    const denied = () => ({ subject: { type: "user", id: people.auditor.userId } });
    const wrong = { subject: { type: "user" } };
    const defaults = () => {
      const { action, resource, context } = signInOf("");
      return { action, resource, context };
    };

    async function evaluate(body: unknown): Promise<Item[]> {
      const response = await server.post(path, token, body);
      expect(response.status).toBe(200);
      const answer = (await response.json()) as { evaluations: Item[] };
      expect(Object.keys(answer)).toEqual(["evaluations"]);
      return answer.evaluations;
    }
    const decisionsOf = (items: Item[]) => items.map(({ decision }) => decision);
    const count = async () => (await recordedDecisions(testDb.db)).length;

    test("each evaluation is answered in its place, and recorded as a decision of its own in one batch", async () => {
      const evaluations = [denied(), permitted(), denied(), permitted()];
      const response = await server.post(path, token, { ...defaults(), evaluations }, { "X-Request-ID": "all-4" });
      expect([response.status, response.headers.get("x-request-id")]).toEqual([200, "all-4"]);
      const { evaluations: items } = (await response.json()) as { evaluations: Item[] };
      expect(decisionsOf(items)).toEqual([false, true, false, true]);
      const ids = items.map(({ context }) => context.decision_id.split("."));
      expect(new Set(ids.map(([stream, batch]) => `${stream}.${batch}`)).size).toBe(1);
      expect(ids.map(([, , position]) => position)).toEqual(["0", "1", "2", "3"]);
      const rows = (await recordedDecisions(testDb.db)).filter(
        ({ stream, batch }) => stream === ids[0]?.[0] && batch === Number(ids[0]?.[1]),
      );
      expect(rows.map(({ subjectId }) => subjectId)).toEqual(evaluations.map(({ subject }) => subject.id));
      expect(rows.map(({ outcome }) => outcome === "allow")).toEqual(decisionsOf(items));
      for (const { body } of rows) expect(JSON.parse(body)).toMatchObject({ requestId: "all-4" });
    });

    test("what an evaluation says replaces the default of the whole member, and nothing of it is merged", async () => {
      const [inherits, replaces, bare] = await evaluate({
        ...signInOf(people.owner.userId),
        evaluations: [
          {},
          { context: { completed_methods: [] } },
          { resource: { type: "application" }, subject: { ...permitted().subject } },
        ],
      });
      expect(inherits?.decision).toBe(true);
      // The default's password is gone with the rest of its context.
      expect(replaces?.context).toMatchObject({ achieved_aal: 0 });
      expect(bare?.context).toEqual({ error: { status: 400, message: "resource.id is missing" } });
    });

    test("top-level members may be left out where every evaluation has its own", async () => {
      const evaluations = [signInOf(people.owner.userId), signInOf(people.auditor.userId)];
      expect(decisionsOf(await evaluate({ evaluations }))).toEqual([true, false]);
    });

    test("a member that neither the evaluation nor the top level has is an error of that evaluation", async () => {
      const { subject, ...rest } = signInOf(people.owner.userId);
      const items = await evaluate({ ...rest, evaluations: [{}, { subject }] });
      expect(items[0]).toEqual({
        decision: false,
        context: { error: { status: 400, message: "subject is missing" } },
      });
      expect(items[1]?.decision).toBe(true);
    });

    test("an error stays in its place, is a refusal, and is not recorded as a decision", async () => {
      const before = await count();
      const evaluations = [
        permitted(),
        wrong,
        null,
        "text",
        [],
        { ...permitted(), action: { name: "read" } },
        denied(),
      ];
      const items = await evaluate({ ...defaults(), evaluations });
      expect(decisionsOf(items)).toEqual([true, false, false, false, false, false, false]);
      expect(items.map(({ context }) => context.error !== undefined)).toEqual([
        false,
        true,
        true,
        true,
        true,
        true,
        false,
      ]);
      expect(await count()).toBe(Number(before) + 2);
    });

    test("when nothing can be understood there is still an answer for each, and none without a token", async () => {
      const body = { evaluations: [wrong, null] };
      const before = await count();
      expect(decisionsOf(await evaluate(body))).toEqual([false, false]);
      expect(await count()).toBe(before);
      expect((await server.post(path, "mfar_wrong", body)).status).toBe(401);
    });

    test.each([
      ["execute_all", ["permit", "deny", "error", "permit"], [true, false, false, true], 3],
      ["deny_on_first_deny", ["permit", "permit", "deny", "permit"], [true, true, false], 3],
      ["deny_on_first_deny", ["permit", "error", "permit"], [true, false], 1],
      ["deny_on_first_deny", ["deny", "error"], [false], 1],
      ["deny_on_first_deny", ["error", "permit"], [false], 0],
      ["deny_on_first_deny", ["permit", "permit"], [true, true], 2],
      ["permit_on_first_permit", ["deny", "error", "permit", "deny"], [false, false, true], 2],
      ["permit_on_first_permit", ["permit", "error", "permit"], [true], 1],
      ["permit_on_first_permit", ["deny", "error", "deny"], [false, false, false], 2],
      ["permit_on_first_permit", ["error", "error"], [false, false], 0],
    ] as const)("%s of %j answers %j and records %i", async (semantic, kinds, expected, recorded) => {
      const items = { permit: permitted(), deny: denied(), error: wrong };
      const evaluations = kinds.map((kind) => items[kind]);
      const options = { evaluations_semantic: semantic, another_option: 1 };
      const before = Number(await count());
      expect(decisionsOf(await evaluate({ ...defaults(), options, evaluations }))).toEqual(expected);
      expect(Number(await count()) - before).toBe(recorded);
    });

    test("without a semantic, or without options, all are executed", async () => {
      const evaluations = [denied(), permitted()];
      expect(decisionsOf(await evaluate({ ...defaults(), options: {}, evaluations }))).toEqual([false, true]);
      expect(decisionsOf(await evaluate({ ...defaults(), evaluations }))).toEqual([false, true]);
    });

    test.each([
      ["without evaluations", {}],
      ["with an empty list", { evaluations: [] }],
    ])("a call %s is a single evaluation", async (_what, more) => {
      const response = await server.post(path, token, { ...signInOf(people.owner.userId), ...more });
      expect(response.status).toBe(200);
      expect(await response.json()).toMatchObject({ decision: true, context: { reason: "MFA_EXCEPTION_APPLIED" } });
      const incomplete = await server.post(path, token, { ...wrong, ...more });
      expect([incomplete.status, await incomplete.json()]).toEqual([400, "action is missing"]);
    });

    test.each([
      ["an empty body", "", "the body is empty"],
      ["malformed JSON", '{ "evaluations": [', "the body is not a JSON object"],
      ["an array", "[]", "the body is not a JSON object"],
      ["evaluations that are no list", { evaluations: {} }, "evaluations is not an array"],
      ["options that are no object", { evaluations: [{}], options: 1 }, "options is not an object"],
      [
        "a semantic that nobody knows",
        { evaluations: [{}], options: { evaluations_semantic: "any" } },
        "options.evaluations_semantic is not one of execute_all, deny_on_first_deny, permit_on_first_permit",
      ],
      [
        "101 evaluations",
        { evaluations: Array(101).fill({}) },
        "evaluations has 101 entries, at most 100 are decided at once",
      ],
    ])("%s is a 400 that says what is wrong", async (_what, body, message) => {
      const response = await server.post(path, token, body);
      expect([response.status, await response.json()]).toEqual([400, message]);
    });

    test("100 evaluations are decided at once", async () => {
      const items = await evaluate({ ...defaults(), evaluations: Array(100).fill(permitted()) });
      expect(items.filter(({ decision }) => decision)).toHaveLength(100);
    });

    test("calls that arrive together share a batch up to its size, and each gets its own answers", async () => {
      const sizes = [100, 1, 99, 100, 100, 100, 37, 100, 3];
      const subjects = [permitted(), denied()];
      const answers = await Promise.all(
        sizes.map((size, index) => evaluate({ ...defaults(), evaluations: Array(size).fill(subjects[index % 2]) })),
      );
      expect(answers.map(({ length }) => length)).toEqual(sizes);
      for (const [index, items] of answers.entries())
        expect(new Set(decisionsOf(items))).toEqual(new Set([index % 2 === 0]));
      const ids = answers.flat().map(({ context }) => context.decision_id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("a body of more than 256 kB is a 413, and one just below is read", async () => {
      const filler = (length: number) => ({ ...defaults(), evaluations: [permitted()], filler: "a".repeat(length) });
      expect((await server.post(path, token, filler(262_000))).status).toBe(413);
      expect((await server.post(path, token, filler(261_000))).status).toBe(200);
    });

    test("evaluations that wait are counted one by one, and when too many do a call is told to come back", async () => {
      const small = await startDecisions(testDb.database, { mostWaiting: 50 });
      const parsed = parseEvaluationsRequest({ ...defaults(), evaluations: Array(30).fill(permitted()) });
      if (parsed.kind !== "several") throw new Error(`the call was read as ${parsed.kind}`);
      const call = { token, requestId: null, requests: decidableOf(parsed.call), semantic: parsed.call.semantic };
      const answers = await Promise.all([1, 2, 3].map(() => small.decider.decideAll(call)));
      expect(answers.map(({ kind }) => kind)).toEqual(["decided", "overloaded", "overloaded"]);
      await small.stop();
    });

    test("when a decision cannot be recorded, the whole call is a 503", async () => {
      const broken = await startDecisions({
        ...testDb.database,
        inBatch: () => Promise.reject(new Error("disk full")),
      });
      const response = await broken.post(path, token, { ...defaults(), evaluations: [permitted(), wrong] });
      expect([response.status, response.headers.get("retry-after")]).toEqual([503, "1"]);
      await broken.stop();
    });

    test("a caller who looks for one decision about the whole finds none", async () => {
      const response = await server.post(path, token, { ...defaults(), evaluations: [permitted()] });
      expect(await response.json()).not.toHaveProperty("decision");
    });
  });
