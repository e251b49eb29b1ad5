import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { describe, expect, onTestFinished, test } from "vitest";
import { genesis } from "#app/audit/chain.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { type Exportable, makeExport } from "#app/reports/make-export.server.ts";
import type { ExportFormat } from "#app/reports/write-rows.server.ts";
import { readChain } from "#db/audit-events.ts";
import { seedDemo } from "#db/seed.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, testStart } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { addPeople } from "#test/support/people.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    const opened = async () => {
      const database = await open();
      onTestFinished(() => database.close());
      const { db, workspace } = database;
      const exported = async (what: Exportable, format: ExportFormat, workspaceId = workspace.id) => {
        let text = "";
        const sink = async (piece: string) => {
          text += piece;
        };
        const made = await makeExport(db, {
          workspaceId,
          what,
          format,
          actor: { kind: "console", id: null },
          now: testStart,
          sink,
        });
        return { ...made, text };
      };
      return { ...database, exported };
    };

    test.each(["=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "\tx", "＝1"])(
      "a cell that a spreadsheet would run, %j, is text",
      async (evil) => {
        const { db, workspace, exported } = await opened();
        const { requestor } = await addPeople({ db, workspace });
        const draft = completeDraft({ title: evil, justification: evil });
        await fileException(db, {
          workspaceId: workspace.id,
          draft,
          requestor,
          actor: { kind: "user", id: requestor.userId },
          now: testStart,
        });
        const { text } = await exported("register", "csv");
        const [row] = parse(text, { bom: true, columns: true }) as Record<string, string>[];
        expect(row?.title).toBe(`'${evil}`);
        expect(row?.justification).toBe(`'${evil}`);
        const { text: lines } = await exported("register", "jsonl");
        expect(JSON.parse(lines)).toMatchObject({ title: evil });
      },
    );

    test("the whole register comes out, and nothing of another workspace", async () => {
      const { database, exported } = await opened();
      const demoId = await seedDemo(database, testStart, plainSecrets);
      const { rows, text } = await exported("register", "csv", demoId);
      const parsed = parse(text, { bom: true, columns: true }) as Record<string, string>[];
      expect(parsed).toHaveLength(rows);
      expect(rows).toBeGreaterThan(40);
      expect(new Set(parsed.map((row) => row.state)).size).toBe(11);
      expect(parsed.find(({ state }) => state === "active")?.approvers).toContain("amara.diallo@marlowfinch.example");
      expect((await exported("register", "csv")).rows).toBe(0);
    });

    test("an export is audited with its rows and the SHA-256 of what was written", async () => {
      const { db, workspace, exported } = await opened();
      const { text, rows, sha256 } = await exported("audit", "jsonl");
      expect(sha256).toBe(createHash("sha256").update(text).digest("hex"));
      const last = (await readChain(db, workspace.id, { after: 0, limit: 100 })).at(-1);
      expect(last?.type).toBe("export.made");
      expect(JSON.parse(last?.data ?? "")).toEqual({ format: "jsonl", rows, sha256 });
    });

    test("a stranger who has only the audit export can redo the chain", async () => {
      const { database, exported } = await opened();
      const demoId = await seedDemo(database, testStart, plainSecrets);
      const { text } = await exported("audit", "jsonl", demoId);
      let prev = genesis;
      for (const line of text.trim().split("\n")) {
        const row = JSON.parse(line) as Record<string, unknown>;
        const said = [
          "workspace_id",
          "seq",
          "at",
          "type",
          "actor_kind",
          "actor_id",
          "subject_kind",
          "subject_id",
          "data",
        ].map((key) => row[key]);
        expect(row.prev_hash).toBe(prev);
        prev = createHash("sha256")
          .update(JSON.stringify([prev, ...said]))
          .digest("hex");
        expect(row.hash).toBe(prev);
      }
    });
  });
