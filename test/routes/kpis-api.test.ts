import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { addHours } from "#app/register/days.ts";
import { breakdown } from "#app/reports/breakdown.server.ts";
import { dimensionsOf } from "#app/reports/dimensions.ts";
import { figuresAt } from "#app/reports/figures-at.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { kpis } from "#app/reports/kpis.ts";
import { maySeeRows } from "#app/reports/may-see-rows.ts";
import { endOfDay } from "#app/reports/moment.ts";
import { rowsBehind } from "#app/reports/rows-behind.server.ts";
import * as parts from "#app/routes/api.v1.kpis.$key.parts.ts";
import * as rows from "#app/routes/api.v1.kpis.$key.rows.ts";
import * as one from "#app/routes/api.v1.kpis.$key.ts";
import * as all from "#app/routes/api.v1.kpis.ts";
import { findUserByName } from "#db/users.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { live } from "../reports/company/live.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isOf = (name: string) => ajv.compile({ $ref: `openapi#/components/schemas/${name}` });
const [isList, isTrend, areRows, areParts] = ["Kpis", "KpiTrend", "KpiRows", "KpiParts"].map(isOf);

const readers = ["auditor", "admin", "implementer", "risk", "requestor"] as const;
type Reader = (typeof readers)[number];
type Row = { id: string; counts: boolean };

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let day: string;
    let now: string;
    const tokens: Record<string, string> = {};
    beforeAll(async () => {
      base = await open();
      day = (await live(base, 12)).at(-2) ?? "";
      now = addHours(endOfDay(base.workspace, day).at, 30);
      for (const who of readers) {
        const user = await findUserByName(base.db, base.workspace.id, `${who}@${base.workspace.slug}.example`);
        const person = { userId: user?.id ?? "", userName: user?.userName ?? "", roles: [] };
        tokens[who] = await tokenFor(base, person, ["read"]);
        tokens[`${who} writes`] = await tokenFor(base, person, ["write"]);
      }
    });
    afterAll(() => base.close());

    const asked = (
      handler: Parameters<typeof call>[0],
      path: string,
      { who = "auditor", key }: { who?: Reader | `${Reader} writes`; key?: string } = {},
    ) =>
      call(handler, path, {
        context: contextFor(base, { now }),
        token: tokens[who],
        ...(key !== undefined && { params: { key } }),
      });
    const list = (query = "", who: Reader = "auditor") => asked(all.loader, `/api/v1/kpis${query}`, { who });
    const rowsOf = (key: string, query = "", who: Reader = "auditor") =>
      asked(rows.loader, `/api/v1/kpis/${key}/rows${query}`, { key, who });
    const partsOf = (key: string, query = "", who: Reader = "auditor") =>
      asked(parts.loader, `/api/v1/kpis/${key}/parts${query}`, { key, who });
    const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as { code: string }).code}`;
    const valuesOf = async (answer: Response) => {
      const body = await answer.json();
      expect(isList?.(body), JSON.stringify(isList?.errors)).toBe(true);
      return Object.fromEntries(body.data.map((kpi: { key: string; value: number }) => [kpi.key, kpi.value]));
    };

    test("every figure is answered as the dashboard has it, now and at the end of a day", async () => {
      const { db, workspace } = base;
      const expected = (figures: Record<string, number>) =>
        Object.fromEntries(kpis.map(({ key }) => [key, figures[key] ?? null]));
      expect(await valuesOf(await list())).toEqual(expected(await figuresNow(db, workspace.id, now)));
      const then = await list(`?day=${day}`);
      expect(await then.clone().json()).toMatchObject({ day, measured_at: null });
      expect(await valuesOf(then)).toEqual(expected(await figuresAt(db, workspace.id, day)));
    });

    test("every figure has its trend, with the same definition and the days that were kept", async () => {
      const { data } = await (await list()).json();
      for (const { value: _, ...definition } of data) {
        const answer = await asked(one.loader, `/api/v1/kpis/${definition.key}`, { key: definition.key });
        const body = await answer.json();
        expect(isTrend?.(body), definition.key).toBe(true);
        expect(body).toMatchObject(definition);
      }
      const path = `/api/v1/kpis/live?from=${day}&to=${day}`;
      const { points } = await (await asked(one.loader, path, { key: "live" })).json();
      expect(points).toEqual([{ day, value: (await figuresAt(base.db, base.workspace.id, day)).live }]);
    });

    test("every figure has exactly the rows that it was made of, a page at a time, also of a past day", async () => {
      for (const asOf of [null, day])
        for (const { key } of kpis) {
          const whole = { key, day: asOf, after: "", limit: 1000 };
          const behind = await rowsBehind(base.db, base.workspace.id, whole, now);
          const read: Row[] = [];
          for (let cursor: string | null = ""; cursor !== null; ) {
            const limit = Math.max(2, Math.ceil(behind.total / 3));
            const query: URLSearchParams = new URLSearchParams({
              limit: String(Math.min(limit, 200)),
              cursor,
              ...(asOf && { day: asOf }),
            });
            const body: { data: Row[]; total: number; next_cursor: string | null } = await (
              await rowsOf(key, `?${query}`)
            ).json();
            expect(areRows?.(body), key).toBe(true);
            expect([key, body.total]).toEqual([key, behind.total]);
            read.push(...body.data);
            cursor = body.next_cursor;
          }
          expect([key, read.map(({ id }) => id)]).toEqual([key, behind.rows.map(({ id }) => id)]);
        }
    });

    test("a figure is taken apart, and each part leads to its rows", async () => {
      for (const key of ["live", "people", "sign_ins_allowed"])
        for (const by of dimensionsOf(key)) {
          const body = await (await partsOf(key, `?by=${by}`)).json();
          expect(areParts?.(body)).toBe(true);
          const own = await breakdown(base.db, base.workspace.id, { key, dimension: by, day: null }, now);
          expect(body.data.map(({ value }: { value: number }) => value)).toEqual(own.map(({ figure }) => figure));
          const [first] = body.data;
          if (!first) continue;
          const { total } = await (await rowsOf(key, `?by=${by}&part=${encodeURIComponent(first.part)}`)).json();
          expect([key, by, total]).toEqual([key, by, first.value]);
        }
      expect((await (await rowsOf("live", "?by=category&part=no_such_part")).json()).total).toBe(0);
    });

    test("rows that are people or their secrets are refused to whoever reads the register alone", async () => {
      const codes = await Promise.all(
        kpis.map(async ({ key }) => [key, (await rowsOf(key, "?limit=1", "implementer")).status]),
      );
      expect(codes).toEqual(kpis.map(({ key }) => [key, maySeeRows(["implementer"], key) ? 200 : 403]));
      expect(new Set(codes.map(([, status]) => status))).toEqual(new Set([200, 403]));
      expect(await codeOf(await rowsOf("people", "", "implementer"))).toBe("403 rows_not_shown");
      expect(await codeOf(await partsOf("people", "?by=department", "implementer"))).toBe("403 rows_not_shown");
      expect((await list("", "implementer")).status).toBe(200);
    });

    test.each([
      ["?day=2026-02-30", "invalid_query"],
      ["?day=2999-01-01", "invalid_query"],
      ["?limit=0", "invalid_query"],
      ["?limit=201", "invalid_query"],
      ["?by=category", "invalid_query"],
      ["?part=accessibility", "invalid_query"],
      ["?by=salary&part=x", "invalid_query"],
    ])("rows asked for with %s are refused as %s", async (query, code) => {
      expect(await codeOf(await rowsOf("live", query))).toBe(`400 ${code}`);
    });

    test("what there is not is said: no such figure, no such parts, no day that is over", async () => {
      expect(await codeOf(await rowsOf("made_up"))).toBe("404 not_found");
      expect(await codeOf(await partsOf("made_up", "?by=owner"))).toBe("404 not_found");
      expect(await codeOf(await asked(one.loader, "/api/v1/kpis/made_up", { key: "made_up" }))).toBe("404 not_found");
      expect(await codeOf(await partsOf("live"))).toBe("400 invalid_query");
      expect(await codeOf(await partsOf("people", "?by=category"))).toBe("400 invalid_query");
      expect(await codeOf(await list(`?day=${now.slice(0, 10)}`))).toBe("400 invalid_query");
      expect(await codeOf(await asked(one.loader, "/api/v1/kpis/live?from=soon", { key: "live" }))).toBe(
        "400 invalid_query",
      );
    });

    test("a token that does not read, and a person without a role, are answered nothing", async () => {
      const each = [
        [all.loader, "/api/v1/kpis"],
        [one.loader, "/api/v1/kpis/live"],
        [rows.loader, "/api/v1/kpis/live/rows"],
        [parts.loader, "/api/v1/kpis/live/parts?by=owner"],
      ] as const;
      for (const [loader, path] of each) {
        expect(await codeOf(await asked(loader, path, { key: "live", who: "auditor writes" }))).toBe(
          "403 insufficient_scope",
        );
        expect(await codeOf(await asked(loader, path, { key: "live", who: "requestor" }))).toBe("403 no_role");
      }
    });
  });
