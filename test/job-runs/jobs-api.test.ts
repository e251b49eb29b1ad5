import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { addHours } from "#app/register/days.ts";
import * as run from "#app/routes/api.v1.jobs.$name.run.ts";
import * as one from "#app/routes/api.v1.jobs.$name.ts";
import * as all from "#app/routes/api.v1.jobs.ts";
import { keepFailure } from "#db/job-failures.ts";
import { jobs } from "#jobs/list.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const [areJobs, isJob] = ["Jobs", "WholeJob"].map((name) =>
  ajv.compile({ $ref: `openapi#/components/schemas/${name}` }),
);

const name = "expire-exceptions";

for (const [kind, open] of Object.entries(databases))
  describe(kind, () => {
    let base: TestDatabase;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      const people = await addPeople(base);
      for (const who of ["admin", "auditor", "risk"] as const)
        tokens[who] = await tokenFor(base, people[who], ["read", "policy"]);
      tokens["admin who reads"] = await tokenFor(base, people.admin, ["read"]);
    });
    afterAll(() => base.close());

    const given = (who: string, now = noon) => ({ context: contextFor(base, { now }), token: tokens[who] });
    const list = async (who = "auditor") => (await call(all.loader, "/api/v1/jobs", given(who))).json();
    const read = async (job = name, query = "", who = "auditor") =>
      (await call(one.loader, `/api/v1/jobs/${job}${query}`, { ...given(who), params: { name: job } })).json();
    const letRun = async (body: object = {}, { who = "admin", job = name, now = noon } = {}) => {
      const asked = { ...given(who, now), params: { name: job }, body };
      const answer = await call(run.action, `/api/v1/jobs/${job}/run`, asked);
      return { status: answer.status, body: await answer.json() };
    };

    test("every job is listed with its last run, and an admin lets one run", async () => {
      const before = await list();
      expect(areJobs?.(before), JSON.stringify(areJobs?.errors)).toBe(true);
      expect(before.data.map((job: { name: string }) => job.name)).toEqual(jobs.map((job) => job.name));
      expect(await letRun()).toEqual({ status: 202, body: { slot: `by hand ${noon}`, is_over: true } });
      const after = await list();
      const found = after.data.find((job: { name: string }) => job.name === name);
      expect(found.latest).toMatchObject({ slot: `by hand ${noon}`, state: "done" });
    });

    test("runs are read a page at a time, newest first", async () => {
      const times = [1, 2, 3].map((hours) => addHours(noon, hours));
      for (const now of times) await letRun({}, { job: "send-digests", now });
      const first = await read("send-digests", "?limit=2");
      expect(isJob?.(first), JSON.stringify(isJob?.errors)).toBe(true);
      const second = await read("send-digests", `?limit=2&cursor=${encodeURIComponent(first.next_cursor)}`);
      const slots = [...first.runs, ...second.runs].map(({ slot }: { slot: string }) => slot);
      expect([slots, second.next_cursor]).toEqual([times.toReversed().map((at) => `by hand ${at}`), null]);
      expect((await read(name, "?cursor=soon")).code).toBe("invalid_query");
      expect((await read(name, "?limit=0")).code).toBe("invalid_query");
    });

    test("what fails is named, and tried again at once; what does not fail, and what is no job, is not there", async () => {
      const item = { job: name, kind: "exception", item: "EXC-2026-0001" };
      const failing = { ...item, message: "The disk is full.", attempts: 2, nextAttemptAt: addHours(noon, 9) };
      await keepFailure(base.db, base.workspace.id, failing, noon);
      const found = await read();
      expect([isJob?.(found), found.failing]).toEqual([true, 1]);
      expect(found.failures).toMatchObject([
        { kind: "exception", item: "EXC-2026-0001", message: "The disk is full." },
      ]);
      const now = addHours(noon, 1);
      expect((await letRun({ item: { kind: "exception", id: "EXC-2026-0001" } }, { now })).status).toBe(202);
      expect((await letRun({ item: { kind: "exception", id: "EXC-2026-0002" } }, { now })).body.code).toBe("not_found");
      expect((await letRun({}, { job: "make-coffee" })).body.code).toBe("not_found");
      expect((await read("make-coffee")).code).toBe("not_found");
    });

    test("auditors let nothing run, whoever sees no sign-ins reads nothing, and a token that reads only reads", async () => {
      expect((await letRun({}, { who: "auditor" })).body.code).toBe("not_admin");
      expect((await letRun({}, { who: "admin who reads" })).body.code).toBe("insufficient_scope");
      expect((await list("risk")).code).toBe("no_oversight");
      expect((await read(name, "", "risk")).code).toBe("no_oversight");
    });
  });
