import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { offeringDecider } from "#app/access-requests/offering-decider.server.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import * as cancel from "#app/routes/access.v1.requests.$id.cancel.ts";
import * as task from "#app/routes/access.v1.requests.$id.ts";
import * as requests from "#app/routes/access.v1.requests.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { findException } from "#db/exceptions.ts";
import { insertPolicy } from "#db/policies.ts";
import { putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { personalToken, serviceToken, signInOf } from "#test/support/decisions.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor } from "#test/support/routes.ts";
import { later, openTestSecrets } from "#test/support/sign-in.ts";

const now = later(testStart, 60);
const secrets = openTestSecrets();
const low = { likelihood: 2, impact: 2 } as const;
const throwIt = (fault: unknown) => {
  throw fault;
};

/** What the intake would ask. */
const complete = {
  owner_id: "owner@acme.example",
  compensating_controls: [{ name: "Restricted network" }],
  monitoring_plan: "The service desk looks at the sign-ins every day.",
  details: { missing_item: "The security key", arrives_on: "2026-11-09" },
  estimate: low,
};
const why = "The security key is in the post and comes next week.";

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
      ({ token } = await serviceToken(base, null, ["decide", "request"]));
    });
    afterAll(() => base.close());

    const publicUrl = new URL("https://register.example");
    const context = (at = now) => contextFor(base, { now: at, secrets, publicUrl });

    async function signIn(subjectId: string, { application = "mail", at = now, more = {} } = {}) {
      const decider = createDecider(base.database, { now: () => at, logFault: throwIt });
      const offering = offeringDecider(decider, { db: base.db, secrets, publicUrl, logFault: throwIt, now: () => at });
      const body = { ...signInOf(subjectId, more), resource: { type: "application", id: application } };
      const parsed = parseEvaluationRequest(body);
      if (!parsed.ok) throw new Error(parsed.message);
      const answer = await offering.decide({ token, requestId: null, request: parsed.request });
      if (answer.kind !== "decided") throw new Error(`a sign-in was answered "${answer.kind}"`);
      return JSON.parse(answer.body);
    }

    type Asked = { subject?: string; application?: string; binding: string; exception?: object; access?: object };
    const ask = async (
      { subject = "requestor@acme.example", application = "mail", binding, exception = complete, access = {} }: Asked,
      { with: by = token, at = now, key }: { with?: string; at?: string; key?: string } = {},
    ) => {
      const answer = await call(requests.action, "/access/v1/requests", {
        context: context(at),
        token: by,
        ...(key && { headers: { "Idempotency-Key": key } }),
        body: {
          subject: { type: "user", id: subject },
          resource: { type: "application", id: application },
          action: { name: "sign_in" },
          context: { business_justification: why, exception },
          requested_access: access,
          denial: { binding_token: binding },
        },
      });
      return { status: answer.status, ...(await answer.json()) };
    };
    const bindingFor = async (subject: string, application = "mail") =>
      (await signIn(subject, { application })).context.access_request.binding_token as string;
    const look = async (id: string, { with: by = token, at = now } = {}) => {
      const answer = await call(task.loader, "/x", { context: context(at), token: by, params: { id } });
      return { status: answer.status, ...(await answer.json()) };
    };
    const takeBack = async (id: string) => {
      const answer = await call(cancel.action, "/x", { context: context(), token, params: { id }, body: {} });
      return { status: answer.status, ...(await answer.json()) };
    };
    const run = async (id: string, who: keyof People, said: object, at = now) => {
      const version = (await findException(base.db, base.workspace.id, id))?.version;
      return apply(base.db, {
        workspaceId: base.workspace.id,
        id,
        input: { comment: "", ...said, version } as CommandInput, // complete below
        actor: { ...people[who], aal: 2, factorUsedAt: at },
        auditActor: { kind: "user", id: people[who].userId },
        now: at,
      });
    };

    test("a refusal becomes a request, a task, an approval by people, and a sign-in that goes through until it is revoked", async () => {
      const denied = await signIn("requestor@acme.example");
      expect(denied).toMatchObject({
        decision: false,
        context: {
          evaluation_id: denied.context.decision_id,
          access_request: {
            endpoint: "https://register.example/access/v1/requests",
            template: "enrollment_constraint",
          },
        },
      });
      const filed = await ask({ binding: denied.context.access_request.binding_token }, { key: "one" });
      expect(filed).toMatchObject({ status: 202, task: { status: "pending" } });
      const { id } = filed.task;
      expect(await ask({ binding: denied.context.access_request.binding_token }, { key: "one" })).toEqual(filed);
      expect(await findException(base.db, base.workspace.id, id)).toMatchObject({
        state: "submitted",
        requestorId: people.requestor.userId,
        scope: { users: [people.requestor.userId], applications: ["mail"] },
      });
      const pointing = { more: { approval: { id } } };
      expect((await signIn("requestor@acme.example", pointing)).context.approval).toEqual({
        id,
        reason: "grant_pending",
        next_action: "retry",
      });

      await run(id, "risk", { command: "assess", inherent: low, residual: low, comment: "Looked at it" });
      await run(id, "identity", { command: "approve" });
      expect((await look(id)).task.status).toBe("pending");
      await run(id, "implementer", { command: "implement", ...putInPlace });
      const approved = await look(id);
      expect(approved).toMatchObject({
        task: { status: "approved", links: { ticket: `https://register.example/exceptions/${id}` } },
        result: { mode: "reevaluate", approval: { id, state: "live" } },
      });
      expect(await signIn("requestor@acme.example", pointing)).toMatchObject({
        decision: true,
        context: { exception: { id } },
      });

      await run(id, "admin", { command: "revoke", comment: "Over" });
      const after = await signIn("requestor@acme.example", pointing);
      expect(after).toMatchObject({ decision: false, context: { approval: { id, reason: "policy_denied" } } });
      expect((await look(id)).result.approval.state).toBe("ended");
    });

    test("what is not complete stays a draft, and the task says where to add what is missing", async () => {
      const binding = await bindingFor("owner@acme.example");
      const filed = await ask({ subject: "owner@acme.example", binding, exception: {} });
      expect(filed.task.links.review).toBe(`https://register.example/exceptions/${filed.task.id}/edit/what`);
      const taken = await takeBack(filed.task.id);
      expect(taken).toMatchObject({ status: 200, task: { status: "cancelled" } });
      expect(await takeBack(filed.task.id)).toMatchObject({ status: 409, code: "invalid_task_state" });
    });

    test("an emergency is asked for and never granted by asking", async () => {
      const subject = "leadership@acme.example";
      const filed = await ask({ subject, binding: await bindingFor(subject), access: { emergency: true } });
      expect(await findException(base.db, base.workspace.id, filed.task.id)).toMatchObject({
        state: "submitted",
        emergency: null,
      });
      expect((await signIn(subject)).decision).toBe(false);
      await expect(
        run(filed.task.id, "leadership", { command: "grant_emergency", comment: "Me" }),
      ).rejects.toMatchObject({
        code: "own_request",
      });
    });

    test("a person asks for somebody else, who then decides nothing about it", async () => {
      const subject = "identity@acme.example";
      const own = await personalToken(base, people.boss.userId, ["request"]);
      const filed = await ask({ subject, binding: await bindingFor(subject) }, { with: own });
      expect(await findException(base.db, base.workspace.id, filed.task.id)).toMatchObject({
        requestorId: people.boss.userId,
        beneficiaryId: people.identity.userId,
      });
      await expect(run(filed.task.id, "identity", { command: "reject", comment: "No" })).rejects.toMatchObject({
        code: "own_benefit",
      });
      expect(await look(filed.task.id)).toMatchObject({ status: 404, code: "unknown_task" });
    });

    test("only a refusal that this server made of this very sign-in, lately, can be answered with a request", async () => {
      const binding = await bindingFor("risk@acme.example");
      const subject = "risk@acme.example";
      const invalid = { status: 400, code: "invalid_denial_binding" };
      expect(await ask({ subject: "admin@acme.example", binding })).toMatchObject(invalid);
      expect(await ask({ subject, application: "payroll", binding })).toMatchObject(invalid);
      expect(await ask({ subject, binding: `${binding.slice(0, -2)}AA` })).toMatchObject(invalid);
      expect(await ask({ subject, binding: secrets.seal("JBSWY3DPEHPK3PXP") })).toMatchObject(invalid);
      expect(await ask({ subject, binding }, { at: later(now, 3600) })).toMatchObject({
        status: 410,
        code: "expired_denial",
        type: "urn:openid:authzen:access-request:error:expired_denial",
      });
      expect((await ask({ subject, binding })).status).toBe(202);
      expect(await ask({ subject, binding })).toMatchObject({ status: 409, code: "duplicate_request" });
    });

    test("of two that ask for the same at the same instant one is told that it is asked for already", async () => {
      const subject = "implementer@acme.example";
      const binding = await bindingFor(subject);
      const answers = await Promise.all([ask({ subject, binding }), ask({ subject, binding })]);
      expect(answers.map(({ status }) => status).sort()).toEqual([202, 409]);
    });

    test("nothing is offered to whom no exception can help", async () => {
      const unknown = await signIn("nobody@acme.example");
      expect([unknown.context.reason, unknown.context.access_request]).toEqual(["SUBJECT_UNKNOWN", undefined]);
      const wrong = await signIn("requestor@acme.example", { more: { approval: { id: "EXC-2026-9999" } } });
      expect(wrong.context.approval).toMatchObject({ reason: "approval_unverifiable", next_action: "request" });
    });

    test("a token without the scope asks for nothing, and a server that takes no requests has no such address", async () => {
      const { token: deciding } = await serviceToken(base);
      const binding = await bindingFor("requestor@acme.example");
      expect(await ask({ binding }, { with: deciding })).toMatchObject({ status: 403, code: "insufficient_scope" });
      const off = { ...context(), takesAccessRequests: false };
      const answer = await call(requests.action, "/access/v1/requests", { context: off, token, body: {} });
      expect(answer.status).toBe(404);
    });
  });
