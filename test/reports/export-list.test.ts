import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fileException } from "#app/register/file-exception.server.ts";
import { ListParams } from "#app/register/list-params.ts";
import type { ListQuery } from "#app/register/list-query.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { exportList } from "#app/reports/export-list.server.ts";
import { readChain } from "#db/audit-events.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { addPeople, type People } from "#test/support/people.ts";

const now = testStart;
const many = 510;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      const file = (title: string, over = {}) =>
        fileException(base.db, {
          workspaceId: base.workspace.id,
          draft: completeDraft({ title, ...over }),
          requestor: people.requestor,
          actor: { kind: "user", id: people.requestor.userId },
          now,
        });
      for (let number = 1; number <= many; number++) await file(`Mailbox ${number}`);
      await file("=HYPERLINK(1)");
      await file("Screen reader", {
        category: "accessibility",
        justification: "A diagnosis that is nobody's business",
      });
    });
    afterAll(() => base.close());

    const exported = async (who: keyof People, params: Record<string, string>, over: Partial<ListQuery> = {}) => {
      const caller = await callerFor(base, people[who], now);
      const query = { ...(await listRequest(base.db, caller, ListParams.parse(params), now)), ...over };
      const selection = new URLSearchParams(params).toString();
      const response = exportList(base.db, { caller, query, format: "csv", selection, now });
      const text = Buffer.from(await response.arrayBuffer()).toString();
      return { response, text, rows: parse(text, { bom: true, columns: true }) as Record<string, string>[] };
    };
    const lastExport = async () => {
      const rows = await readChain(base.db, base.workspace.id, { after: 0, limit: 5000 });
      return JSON.parse(rows.findLast(({ type }) => type === "export.made")?.data ?? "{}");
    };

    test("exactly what the filters find comes out, on however many pages, and is audited with them", async () => {
      const { response, text, rows } = await exported("auditor", { category: "legacy_or_service_account" });
      expect([rows.length, new Set(rows.map(({ id }) => id)).size]).toEqual([many + 1, many + 1]);
      expect(response.headers.get("Content-Disposition")).toMatch(
        /^attachment; filename="register-\d{4}-\d\d-\d\d\.csv"$/,
      );
      expect(await lastExport()).toEqual({
        format: "csv",
        rows: many + 1,
        sha256: createHash("sha256").update(text).digest("hex"),
        selection: "category=legacy_or_service_account",
      });
    });

    test("a search and ticked records are taken as exactly", async () => {
      expect((await exported("auditor", { q: "mailbox 51" })).rows.map(({ title }) => title)).toEqual([
        "Mailbox 51",
        "Mailbox 510",
      ]);
      const ids = ["EXC-2026-0003", "EXC-2026-0001"];
      expect((await exported("auditor", {}, { ids })).rows.map(({ id }) => id)).toEqual([
        "EXC-2026-0001",
        "EXC-2026-0003",
      ]);
    });

    test("a cell that a spreadsheet would run is text", async () => {
      const { rows } = await exported("auditor", { q: "hyperlink" });
      expect(rows.map(({ title }) => title)).toEqual(["'=HYPERLINK(1)"]);
    });

    test("a reason that is for approvers stays with them and whoever wrote it", async () => {
      const reasons = async (who: keyof People) =>
        (await exported(who, { category: "accessibility" })).rows.map(({ justification }) => justification);
      expect(await reasons("auditor")).toEqual([""]);
      expect(await reasons("identity")).toEqual(["A diagnosis that is nobody's business"]);
      expect(await reasons("requestor")).toEqual(["A diagnosis that is nobody's business"]);
    });

    test("somebody without a role takes their own records and no others", async () => {
      expect((await exported("owner", {})).rows).toHaveLength(many + 2);
      const { userId, userName } = people.boss;
      const nobody = await callerFor(base, { userId, userName, roles: [] }, now);
      const query = await listRequest(base.db, nobody, ListParams.parse({}), now);
      const answer = exportList(base.db, { caller: nobody, query, format: "jsonl", selection: "", now });
      expect(await answer.text()).toBe("");
    });
  });
