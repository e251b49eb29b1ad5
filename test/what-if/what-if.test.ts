import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { defaultPolicy } from "#app/register/default-policy.ts";
import * as oneDecision from "#app/routes/api.v1.decisions.$id.ts";
import * as route from "#app/routes/api.v1.what-if.ts";
import { fieldsOf, requestOf } from "#app/what-if/what-if-form.ts";
import { addDirectoryObject, addMembership } from "#db/directory.ts";
import { insertException } from "#db/exceptions.ts";
import { currentPolicy, insertPolicy } from "#db/policies.ts";
import { askDecider } from "#test/support/ask-decider.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { insertLive, serviceToken } from "#test/support/decisions.ts";
import { make, noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const description = openApi("https://register.example");
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: description.components });
const isWhatIf = ajv.compile({ $ref: "openapi#/components/schemas/WhatIf" });
const isDecision = ajv.compile({ $ref: "openapi#/components/schemas/Decision" });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<"admin" | "auditor" | "identity", string>;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const part of ["admin", "auditor", "identity"] as const)
        tokens[part] = await tokenFor(base, people[part], ["read"]);
      const { db, workspace } = base;
      const strict = { ...defaultPolicy(testStart), version: 2, graceHours: 0 };
      await insertPolicy(db, workspace.id, strict, { reason: "No grace", authorId: null, now: testStart });
      await insertLive(base, people, { id: "EXC-2026-0001", userId: people.owner.userId });
      const scope = { ...make.exception().scope, servicePrincipals: [], protocols: [], groups: ["desk"] };
      const draft = make.exception({
        ...{ workspaceId: workspace.id, id: "EXC-2026-0002", state: "submitted", effect: "waive_mfa" },
        scope: { ...scope, applications: ["payroll"] },
        ...{ ownerId: people.owner.userId, requestorId: people.requestor.userId },
      });
      await insertException(db, draft, null);
      await addDirectoryObject(db, workspace.id, { kind: "group", id: "desk", name: "Desk" }, testStart);
      for (const { userId } of [people.owner, people.requestor, people.risk])
        await addMembership(db, workspace.id, { userId, kind: "group", objectId: "desk" }, testStart);
      const { version, askedSince, reenrollmentForcedAt, ...content } = await currentPolicy(db, workspace.id);
      await db
        .insertInto("policyDrafts")
        .values({
          ...{ workspaceId: workspace.id, id: "pd_1", basedOn: version, forcesReenrollment: 0, reason: "Try" },
          content: JSON.stringify({ ...content, dial: "off" }),
          ...{ state: "draft", authorId: people.admin.userId, createdAt: testStart, updatedAt: testStart },
        })
        .execute();
    });
    afterAll(() => base.close());

    const ask = async (subject: { type: string; id: string }, more = {}, token = tokens.admin) => {
      const body = { subject, resource: { id: "payroll" }, ...more };
      const response = await call(route.action, "/api/v1/what-if", { context: contextFor(base), token, body });
      return { status: response.status, answer: await response.json() };
    };
    const outcomesOf = (answers: { variant: string; outcome: string }[]) =>
      Object.fromEntries(answers.map(({ variant, outcome }) => [variant, outcome]));

    test("one sign-in is answered under what is in force and under each draft, side by side", async () => {
      const who = { type: "user", id: people.requestor.userName };
      const drafts = { policy_draft: "pd_1", exception: "EXC-2026-0002" };
      const { answer } = await ask(who, drafts);
      expect(isWhatIf(answer), JSON.stringify(isWhatIf.errors)).toBe(true);
      expect(outcomesOf(answer.results[0].answers)).toEqual({
        ...{ in_force: "enroll", policy_draft: "allow", exception: "allow", both: "allow" },
      });
      expect(answer.results[0].answers[2].exception.id).toBe("EXC-2026-0002");
      expect(outcomesOf((await ask(who)).answer.results[0].answers)).toEqual({ in_force: "enroll" });
    });

    test("every member of a group is counted, and whoever is answered differently comes first", async () => {
      const { answer } = await ask({ type: "group", id: "desk" }, { exception: "EXC-2026-0002" });
      expect(answer).toMatchObject({ counted: 3, has_more: false, differing: 2 });
      expect(answer.counts).toMatchObject([
        { variant: "in_force", allow: 1, enroll: 2 },
        { variant: "exception", allow: 3, enroll: 0 },
      ]);
      expect(answer.results.at(-1).subject_id).toBe(people.owner.userId);
    });

    test("the time is that of the sign-in: an exception that is over by then has no effect", async () => {
      const who = { type: "user", id: people.owner.userId };
      expect(outcomesOf((await ask(who)).answer.results[0].answers)).toEqual({ in_force: "allow" });
      const { answer } = await ask(who, { at: "2027-01-01T09:00:00Z" });
      expect(outcomesOf(answer.results[0].answers)).toEqual({ in_force: "enroll" });
    });

    test("nothing is recorded", async () => {
      const before = await countRows();
      await ask({ type: "user", id: people.requestor.userId });
      expect(await countRows()).toEqual(before);
    });

    test("only admins, owners and auditors try sign-ins of others", async () => {
      const who = { type: "user", id: people.requestor.userId };
      expect((await ask(who, {}, tokens.auditor)).status).toBe(200);
      expect(await ask(who, {}, tokens.identity)).toMatchObject({ status: 403, answer: { code: "not_overseer" } });
    });

    test("what is in force, or does not exist, cannot be tried", async () => {
      const who = { type: "user", id: people.requestor.userId };
      const tried = await ask(who, { exception: "EXC-2026-0001" });
      expect(tried).toMatchObject({ status: 400, answer: { code: "not_triable" } });
      expect(await ask(who, { policy_draft: "pd_9" })).toMatchObject({
        status: 400,
        answer: { code: "no_such_draft" },
      });
    });

    test("a recorded decision is answered as the API description says", async () => {
      const { token } = await serviceToken(base);
      const [id = ""] = await askDecider(base, token, [{ subjectId: people.owner.userName, at: noon }]);
      const options = { context: contextFor(base), token: tokens.admin, params: { id } };
      const answer = await (await call(oneDecision.loader, `/api/v1/decisions/${id}`, options)).json();
      expect(isDecision(answer), JSON.stringify(isDecision.errors)).toBe(true);
    });

    const countRows = () =>
      Promise.all(
        (["decisionBatches", "auditEvents"] as const).map((table) =>
          base.db
            .selectFrom(table)
            .select((eb) => eb.fn.countAll<number>().as("count"))
            .executeTakeFirstOrThrow(),
        ),
      );
  });

test("the form says which field is wrong, in its own names", () => {
  const read = (query: string) => requestOf(fieldsOf(new URLSearchParams(query)), "Europe/Berlin");
  expect(read("application=")).toMatchObject({ ok: false, errors: { subject: /Name a person/, application: /Name/ } });
  expect(read("subject=a&application=b&at=yesterday")).toEqual({
    ok: false,
    errors: { at: "Give a date and a time, such as 2026-11-30T09:00:00Z." },
  });
  expect(read("subject=a&application=b&at=2026-11-30T09:00&method=password&method=totp&device_known=1")).toMatchObject({
    ok: true,
    request: {
      at: "2026-11-30T08:00:00.000Z",
      context: { completed_methods: ["password", "totp"], device_known: true, ip: null },
    },
  });
});
