import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { addHours } from "#app/register/days.ts";
import * as run from "#app/routes/api.v1.report-runs.$id.ts";
import * as runs from "#app/routes/api.v1.reports.$id.runs.ts";
import * as send from "#app/routes/api.v1.reports.$id.send.ts";
import * as one from "#app/routes/api.v1.reports.$id.ts";
import * as all from "#app/routes/api.v1.reports.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import type { RouteModule } from "#test/support/visit.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const schemaOf = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
const [isReports, isReport, areRuns, isRun] = ["Reports", "Report", "ReportRuns", "WholeReportRun"].map(schemaOf);

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const who of ["admin", "auditor", "requestor"] as const)
        tokens[who] = await tokenFor(base, people[who], ["read", "policy"]);
      tokens["admin with a factor"] = await tokenFor(base, people.admin, ["read", "policy", "approve"]);
      tokens["admin who reads"] = await tokenFor(base, people.admin, ["read"]);
    });
    afterAll(() => base.close());

    type Asked = { who?: string; id?: string; body?: object; method?: string; now?: string; headers?: object };
    const ask = async (
      module: RouteModule,
      { who = "admin", id = "", body, method = "POST", now = noon, headers = {} }: Asked = {},
    ) => {
      const isRead = body === undefined && method === "POST";
      const handler = isRead ? module.loader : module.action;
      if (!handler) throw new Error("the route has no such handler");
      const given = { context: contextFor(base, { now }), token: tokens[who], params: { id }, headers: { ...headers } };
      const answer = await call(handler, "/api/v1/reports", { ...given, ...(isRead ? {} : { method, body }) });
      return { status: answer.status, body: answer.status === 204 ? null : await answer.json() };
    };
    const codeOf = async (...asked: Parameters<typeof ask>) => {
      const { status, body } = await ask(...asked);
      return `${status} ${body?.code}`;
    };
    const wish = (over: object = {}) => ({
      ...{ kind: "kpi_weekly", name: "Figures", time: "08:00", user_ids: [people.risk.userId] },
      ...over,
    });

    test("a report is added, replaced, sent and removed over the API, and answers fit their description", async () => {
      const made = await ask(all, { body: wish({ weekday: 2 }) });
      expect([made.status, isReport?.(made.body)]).toEqual([201, true]);
      expect(made.body).toMatchObject({ weekday: 2, is_on: true, last_sent_at: null, rhythm: "week" });
      const { id } = made.body;
      expect((await ask(one, { id })).body).toEqual(made.body);
      const listed = await ask(all);
      expect(isReports?.(listed.body)).toBe(true);
      expect(listed.body.data).toEqual([made.body]);
      expect(listed.body.kinds).toHaveLength(4);

      const { kind: _, ...replacing } = wish({ name: "Other figures", is_on: false });
      const replaced = await ask(one, { id, method: "PUT", body: replacing });
      expect(replaced.body).toMatchObject({ name: "Other figures", weekday: 1, is_on: false, next_at: null });

      const sent = await ask(send, { id, body: {} });
      expect([sent.status, isRun?.(sent.body)]).toEqual([201, true]);
      expect(sent.body).toMatchObject({
        made_by: people.admin.userId,
        sent_to: [{ user_id: people.risk.userId, address: null, state: "waiting" }],
      });
      expect(sent.body.content.sections.length).toBeGreaterThan(1);
      expect((await ask(run, { id: sent.body.id, who: "auditor" })).body).toEqual(sent.body);
      expect((await ask(one, { id })).body.last_sent_at).toBe(noon);

      expect((await ask(one, { id, method: "DELETE" })).status).toBe(204);
      expect(await codeOf(one, { id })).toBe("404 not_found");
      expect(await codeOf(runs, { id })).toBe("404 not_found");
      // What it sent stays.
      expect((await ask(run, { id: sent.body.id })).status).toBe(200);
      expect((await ask(all)).body.data).toEqual([]);
    });

    test("what a report sent is read a page at a time, newest first", async () => {
      const { id } = (await ask(all, { body: wish() })).body;
      const times = [1, 2, 3].map((hours) => addHours(noon, hours));
      for (const now of times) await ask(send, { id, body: {}, now });
      const handler = runs.loader;
      const page = async (query: string) => {
        const context = contextFor(base);
        const answer = await call(handler, `/api/v1/reports/${id}/runs${query}`, {
          ...{ context, token: tokens.auditor, params: { id } },
        });
        return answer.json();
      };
      const first = await page("?limit=2");
      expect(areRuns?.(first)).toBe(true);
      const second = await page(`?limit=2&cursor=${first.next_cursor}`);
      const read = [...first.data, ...second.data].map(({ made_at }: { made_at: string }) => made_at);
      expect([read, second.next_cursor]).toEqual([times.toReversed(), null]);
      expect((await page("?limit=0")).code).toBe("invalid_query");
      expect((await page("?cursor=soon")).code).toBe("invalid_query");
      await ask(one, { id, method: "DELETE" });
    });

    test("a repeat with the same key adds and sends once, and of fifty at once one is sent", async () => {
      const headers = { "Idempotency-Key": "a report" };
      const added = [await ask(all, { body: wish(), headers }), await ask(all, { body: wish(), headers })];
      const { id } = added[0]?.body ?? {};
      expect(added[1]?.body.id).toBe(id);
      const again = { "Idempotency-Key": "sent" };
      const sent = [
        await ask(send, { id, body: {}, headers: again }),
        await ask(send, { id, body: {}, headers: again }),
      ];
      expect(sent.map(({ status, body }) => [status, body.id])).toEqual([1, 2].map(() => [201, sent[0]?.body.id]));
      const now = addHours(noon, 5);
      const race = await Promise.all(Array.from({ length: 50 }, () => codeOf(send, { id, body: {}, now })));
      expect(race.filter((code) => code.startsWith("201"))).toHaveLength(1);
      expect(new Set(race)).toEqual(new Set(["201 undefined", "409 report_just_sent"]));
      await ask(one, { id, method: "DELETE" });
    });

    test("an address outside takes a factor, and whom nobody knows, and nobody at all, are refused", async () => {
      const outside = wish({ addresses: ["board@outside.example"] });
      expect(await codeOf(all, { body: outside })).toBe("401 step_up_required");
      const made = await ask(all, { body: outside, who: "admin with a factor" });
      expect(made.body.addresses).toEqual(["board@outside.example"]);
      await ask(one, { id: made.body.id, method: "DELETE" });
      const refused: [object, string][] = [
        [{ user_ids: [people.requestor.userId] }, "400 report_reader_without_role"],
        [{ user_ids: [] }, "400 report_without_readers"],
        [{ time: "8 o'clock" }, "400 invalid_body"],
        [{ month_day: 29 }, "400 invalid_body"],
        [{ kind: "daily_news" }, "400 invalid_body"],
        [{ addresses: ["nobody"] }, "400 invalid_body"],
      ];
      for (const [over, code] of refused) expect([over, await codeOf(all, { body: wish(over) })]).toEqual([over, code]);
    });

    test("who is no admin changes nothing, who has no role reads nothing, and a token that reads only reads", async () => {
      const { id } = (await ask(all, { body: wish() })).body;
      const changes: [RouteModule, Asked][] = [
        [all, { body: wish() }],
        [one, { id, method: "PUT", body: wish() }],
        [one, { id, method: "DELETE" }],
        [send, { id, body: {} }],
      ];
      for (const [module, asked] of changes) {
        expect(await codeOf(module, { ...asked, who: "auditor" })).toBe("403 not_admin");
        expect(await codeOf(module, { ...asked, who: "admin who reads" })).toBe("403 insufficient_scope");
      }
      for (const module of [all, one, runs, run])
        expect(await codeOf(module, { id, who: "requestor" })).toBe("403 no_role");
      await ask(one, { id, method: "DELETE" });
    });
  });
