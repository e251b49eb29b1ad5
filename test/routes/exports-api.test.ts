import { createHash } from "node:crypto";
import { rmSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileOf } from "#app/exports/export-files.server.ts";
import { openApi } from "#app/http/openapi.ts";
import * as file from "#app/routes/api.v1.exports.$id.file.ts";
import * as one from "#app/routes/api.v1.exports.$id.ts";
import * as all from "#app/routes/api.v1.exports.ts";
import { readChain } from "#db/audit-events.ts";
import { replaceRoles } from "#db/users.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { type ExportBench, exportBench } from "#test/support/exports.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: openApi("https://register.example").components });
const isExport = ajv.compile({ $ref: "openapi#/components/schemas/Export" });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    let bench: ExportBench;
    const tokens: Partial<Record<keyof People, string>> = {};
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      bench = exportBench(base, noon);
      await activeException(base, people, { now: noon, title: "Mailbox" });
      for (const who of ["auditor", "admin", "risk", "requestor"] as const)
        tokens[who] = await tokenFor(base, people[who], ["read"]);
    });
    afterAll(async () => {
      bench.close();
      await base.close();
    });

    const context = (now = noon) => contextFor(base, { now, exportsFolder: bench.folder });
    const as = (who: keyof People, over: Partial<Parameters<typeof call>[2]> = {}) => ({
      context: context(),
      token: tokens[who],
      ...over,
    });
    const asked = async (who: keyof People, body: object = {}, headers = {}) => {
      const wanted = { kind: "register", format: "csv", ...body };
      return call(all.action, "/api/v1/exports", as(who, { body: wanted, headers }));
    };
    const get = (who: keyof People, id: string, over: Partial<Parameters<typeof call>[2]> = {}) =>
      call(one.loader, `/api/v1/exports/${id}`, as(who, { params: { id }, ...over }));
    const cancel = (who: keyof People, id: string) =>
      call(one.action, `/api/v1/exports/${id}`, as(who, { params: { id }, method: "DELETE" }));
    const fetched = (who: keyof People, id: string, over: Partial<Parameters<typeof call>[2]> = {}) =>
      call(file.loader, `/api/v1/exports/${id}/file`, as(who, { params: { id }, ...over }));
    const codeOf = async (answer: Response) => `${answer.status} ${((await answer.json()) as { code: string }).code}`;
    const made = async (who: keyof People, body: object = {}) => {
      const { id } = (await (await asked(who, body)).json()) as { id: string };
      while ((await bench.makeNext()) !== id);
      return id;
    };

    test("an export is asked for once per key, watched, and fetched with its hash", async () => {
      const headers = { "Idempotency-Key": `once ${name}` };
      const answers = [await asked("auditor", {}, headers), await asked("auditor", {}, headers)];
      expect(answers.map(({ status }) => status)).toEqual([202, 202]);
      const [first, second] = await Promise.all(answers.map((answer) => answer.json()));
      expect(second).toEqual(first);
      expect(isExport(first), JSON.stringify(isExport.errors)).toBe(true);
      const { id } = first;
      expect(first).toMatchObject({ state: "queued", links: { self: `/api/v1/exports/${id}`, file: null } });
      expect(await codeOf(await fetched("auditor", id))).toBe("409 export_not_done");
      await bench.makeNext();
      const read = await (await get("auditor", id)).json();
      expect(isExport(read)).toBe(true);
      const answer = await fetched("auditor", id);
      const text = Buffer.from(await answer.arrayBuffer());
      const sha256 = createHash("sha256").update(text).digest("hex");
      expect(read).toMatchObject({ state: "done", rows: 1, sha256, bytes: text.length });
      expect(read.links.file).toBe(`/api/v1/exports/${id}/file`);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": expect.stringMatching(/^attachment; filename="register-[\d-]{10}\.csv"$/),
        "cache-control": "private, no-store",
        etag: `"${sha256}"`,
        "accept-ranges": "bytes",
      });
      const { data } = await (await call(all.loader, "/api/v1/exports", as("auditor"))).json();
      expect(data.map((each: { id: string }) => each.id)).toEqual([id]);
    });

    test("a download that broke off goes on where it did, and each one stands in the log", async () => {
      const id = await made("auditor");
      const whole = Buffer.from(await (await fetched("auditor", id)).arrayBuffer());
      const { sha256 } = await bench.read(id);
      const part = async (Range: string, more = {}) => {
        const answer = await fetched("auditor", id, { headers: { Range, ...more } });
        const bytes = Buffer.from(await answer.arrayBuffer());
        return { status: answer.status, range: answer.headers.get("Content-Range"), bytes };
      };
      const begun = await part("bytes=0-99");
      expect([begun.status, begun.range]).toEqual([206, `bytes 0-99/${whole.length}`]);
      const rest = await part("bytes=100-", { "If-Range": `"${sha256}"` });
      expect(Buffer.concat([begun.bytes, rest.bytes]).equals(whole)).toBe(true);
      expect(await part("bytes=100-", { "If-Range": '"another"' })).toMatchObject({ status: 200, bytes: whole });
      expect(await part(`bytes=${whole.length}-`)).toMatchObject({ status: 416, range: `bytes */${whole.length}` });
      const known = await fetched("auditor", id, { headers: { "If-None-Match": `"${sha256}"` } });
      expect(known.status).toBe(304);
      const events = await readChain(base.db, base.workspace.id, { after: 0, limit: 500 });
      const downloads = events.filter(({ type, subjectId }) => type === "export.downloaded" && subjectId === id);
      expect(downloads.map(({ data }) => JSON.parse(data))).toEqual(Array.from({ length: 4 }, () => ({ sha256 })));
    });

    test("others who oversee know of it and cannot fetch it; whoever has no role does not know of it", async () => {
      const id = await made("auditor");
      expect((await get("admin", id)).status).toBe(200);
      expect(await codeOf(await fetched("admin", id))).toBe("403 not_requester");
      for (const who of ["risk", "requestor"] as const) {
        expect(await codeOf(await get(who, id))).toBe("404 not_found");
        expect(await codeOf(await fetched(who, id))).toBe("404 not_found");
      }
    });

    test("whoever lost a role with which it was made cannot fetch it, until they have it again", async () => {
      const id = await made("risk");
      await replaceRoles(base.db, base.workspace.id, people.risk.userId, [], noon);
      expect(await codeOf(await fetched("risk", id))).toBe("403 role_lost");
      await replaceRoles(base.db, base.workspace.id, people.risk.userId, ["approver_risk"], noon);
      expect((await fetched("risk", id)).status).toBe(200);
    });

    test("its end is its end, to the millisecond, whether or not anything has deleted it", async () => {
      const id = await made("auditor");
      const { expiresAt } = await bench.read(id);
      const before = new Date(Date.parse(expiresAt) - 1).toISOString();
      expect((await fetched("auditor", id, { context: context(before) })).status).toBe(200);
      expect(await codeOf(await fetched("auditor", id, { context: context(expiresAt) }))).toBe("409 export_expired");
      const read = await (await get("auditor", id, { context: context(expiresAt) })).json();
      expect(read).toMatchObject({ state: "expired", links: { file: null } });
    });

    test("a file that another node holds is named as that", async () => {
      const id = await made("auditor");
      rmSync(fileOf(bench.folder, { workspaceId: base.workspace.id, id }));
      expect(await codeOf(await fetched("auditor", id))).toBe("409 file_elsewhere");
    });

    test("whoever asked for it cancels it, and so does an admin; nobody else does, and nobody twice", async () => {
      const { id } = (await (await asked("risk")).json()) as { id: string };
      expect(await codeOf(await cancel("requestor", id))).toBe("404 not_found");
      expect(await codeOf(await cancel("auditor", id))).toBe("403 not_requester");
      expect(await (await cancel("admin", id)).json()).toMatchObject({ id, state: "cancelled" });
      expect(await codeOf(await cancel("risk", id))).toBe("409 export_over");
    });

    test("what the rules refuse is named: by kind, by format, by time, by number", async () => {
      expect(await codeOf(await asked("requestor", { kind: "audit" }))).toBe("403 not_for_you");
      expect(await codeOf(await asked("auditor", { format: "zip" }))).toBe("400 unknown_format");
      expect(await codeOf(await asked("auditor", { as_of: "2099-01-01T00:00:00Z" }))).toBe("400 invalid_as_of");
      expect(await codeOf(await asked("auditor", { colour: "red" }))).toBe("400 invalid_body");
      for (let count = 0; count < 5; count++) expect((await asked("requestor")).status).toBe(202);
      expect(await codeOf(await asked("requestor"))).toBe("429 too_many_exports");
    });
  });
