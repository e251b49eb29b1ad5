import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import type { Exception } from "#app/register/exception.ts";
import { editException, fileException } from "#app/register/file-exception.server.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { approvalsOf, findException } from "#db/exceptions.ts";
import { insertPolicy } from "#db/policies.ts";
import { activeException, completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { serviceToken, signInOf } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { later } from "#test/support/sign-in.ts";

const now = testStart;
const high = { likelihood: 4, impact: 4 } as const;

type Said = CommandInput extends infer C ? (C extends CommandInput ? Omit<C, "version"> : never) : never;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let token: string;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(base.db, base.workspace.id, strict, { reason: "No grace", authorId: null, now });
      ({ token } = await serviceToken(base));
    });
    afterAll(() => base.close());

    const run = ({ id, version }: Exception, who: keyof People, said: Said, at = now) =>
      apply(base.db, {
        workspaceId: base.workspace.id,
        id,
        input: { ...said, version } as CommandInput, // the version is the one just read
        actor: { ...people[who], aal: 2, factorUsedAt: at },
        auditActor: { kind: "user", id: people[who].userId },
        now: at,
      });
    const edit = ({ id, version }: Exception, justification: string) =>
      editException(base.db, {
        workspaceId: base.workspace.id,
        id,
        version,
        draft: completeDraft({ justification }),
        editor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now,
      });
    const assessed = async () => {
      const draft = await fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft(),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now,
      });
      const submitted = await run(draft, "requestor", { command: "submit", comment: "" });
      return run(submitted, "risk", { command: "assess", inherent: high, residual: high, comment: "Looked at it" });
    };
    const stored = async ({ id }: Exception) => {
      const record = await findException(base.db, base.workspace.id, id);
      if (!record) throw new Error(`${id} is gone`);
      return record;
    };
    const approve: Said = { command: "approve", comment: "" };

    test("of two groups that approve at the same instant one comes second, reads again and completes it", async () => {
      const record = await assessed();
      const answers = await Promise.allSettled([run(record, "identity", approve), run(record, "risk", approve)]);
      expect(answers.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
      expect(answers.find(({ status }) => status === "rejected")).toMatchObject({ reason: { code: "stale_version" } });
      const half = await stored(record);
      expect([half.state, half.version]).toEqual(["assessed", record.version + 1]);
      const second = answers[0].status === "fulfilled" ? "risk" : "identity";
      expect(await run(half, second, approve)).toMatchObject({ state: "approved" });
      expect(await approvalsOf(base.db, base.workspace.id, [record.id])).toHaveLength(2);
    });

    test("whoever approves while it is being edited approves what they read, or nothing", async () => {
      for (let round = 0; round < 6; round++) {
        const record = await assessed();
        const turns = [
          () => run(record, "identity", approve),
          () => edit(record, `Something else, said in round ${round}.`),
        ];
        if (round % 2 === 1) turns.reverse();
        const answers = await Promise.allSettled(turns.map((turn) => turn()));
        expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
        const after = await stored(record);
        const counted = (await approvalsOf(base.db, base.workspace.id, [record.id])).map(
          ({ contentHash }) => contentHash,
        );
        expect(counted).toEqual(after.state === "assessed" ? [after.contentHash] : []);
      }
    });

    test("an approval in the millisecond in which the window closes comes too late", async () => {
      const record = await assessed();
      const justBefore = later(record.endsAt, -0.001);
      expect(await refusalOf(run(record, "identity", approve, record.endsAt))).toBe("window_closed");
      expect((await run(record, "identity", approve, justBefore)).version).toBe(record.version + 1);
      expect(await refusalOf(run(await stored(record), "risk", approve, record.endsAt))).toBe("window_closed");
      expect((await stored(record)).state).toBe("assessed");
    });

    test("of two exceptions for one person the other goes on when one ends, and the decision cites it", async () => {
      const scope = {
        ...completeDraft().scope,
        users: [people.owner.userId],
        servicePrincipals: [],
        protocols: [],
        applications: ["payroll"],
      };
      const over = { now, scope, effect: "waive_mfa" } as const;
      const [first, second] = [await activeException(base, people, over), await activeException(base, people, over)];
      const cited = async (at: string) => {
        const decider = createDecider(base.database, {
          now: () => at,
          logFault: (fault) => {
            throw fault;
          },
        });
        const parsed = parseEvaluationRequest(signInOf(people.owner.userId));
        if (!parsed.ok) throw new Error(parsed.message);
        const answer = await decider.decide({ token, requestId: null, request: parsed.request });
        if (answer.kind !== "decided") throw new Error(`a sign-in was answered "${answer.kind}"`);
        const { decision, context } = JSON.parse(answer.body);
        return [decision, context.exception?.id];
      };
      const revoke: Said = { command: "revoke", comment: "Over" };
      const soon = later(now, 60);
      expect((await cited(soon))[0]).toBe(true);
      await run(first, "boss", revoke, soon);
      expect(await cited(soon)).toEqual([true, second.id]);
      await run(second, "boss", revoke, soon);
      expect(await cited(soon)).toEqual([false, undefined]);
    });
  });
