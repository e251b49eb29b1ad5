import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import * as list from "#app/routes/reports._index.tsx";
import * as page from "#app/routes/reports.$id._index.tsx";
import * as edit from "#app/routes/reports.$id.edit.tsx";
import * as preview from "#app/routes/reports.$id.preview._index.tsx";
import * as added from "#app/routes/reports.new.tsx";
import * as runPage from "#app/routes/reports.runs.$id._index.tsx";
import * as runPdf from "#app/routes/reports.runs.$id.pdf.ts";
import { listReports } from "#db/reports.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { noon } from "#test/support/make.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { later, letIn, nobody } from "#test/support/sign-in.ts";
import { type RouteModule, visit } from "#test/support/visit.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    /** Visits as the admin, whose passkey was used so many seconds ago. */
    const visitor = async (usedSecondsAgo = 0) => {
      const completedAt = later(noon, -usedSecondsAgo);
      const { value } = await openSession(base.db, {
        ...{ workspaceId: base.workspace.id, userId: people.admin.userId, client: nobody, now: completedAt },
        methods: [{ method: "passkey", completedAt, userVerified: true }],
        admission: letIn,
      });
      const given = {
        context: makeContext(base, { secrets: plainSecrets, now: noon }),
        headers: { Cookie: `mfa_session=${value}` },
      };
      return {
        read: (route: RouteModule, path: string, id = "") => visit(route, "loader", { path, params: { id } }, given),
        send: (route: RouteModule, path: string, form: Record<string, string>, id = "") =>
          visit(route, "action", { path, params: { id }, form }, given),
      };
    };
    const form = () => ({ name: "Figures", weekday: "1", time: "08:00", userIds: people.admin.userId });

    test("by forms alone a report is added, tried, sent, turned off, and read as it was sent", async () => {
      const { read, send } = await visitor();
      const wrong = await send(added, "/reports/new?kind=kpi_weekly", { ...form(), time: "8", addresses: "board" });
      expect(wrong.answer).toBe(400);
      expect(wrong.text).toMatch(/Enter a time such as 08:00.*Enter whole addresses: board/);
      const made = await send(added, "/reports/new?kind=kpi_weekly", { ...form(), isOn: "on" });
      const [report] = await listReports(base.db, base.workspace.id);
      const path = `/reports/${report?.id}`;
      expect(made.answer).toBe(`→ ${path}`);
      expect((await read(preview, `${path}/preview`, report?.id)).text).toContain("The period, and the one before");
      const sent = String((await send(page, path, { intent: "send" }, report?.id)).answer).slice(2);
      expect((await send(page, path, { intent: "send" }, report?.id)).text).toContain("sent a moment ago");
      const runId = sent.split("/").at(-1);
      expect((await read(runPage, sent, runId)).text).toContain("The period, and the one before");
      expect((await read(runPdf, `${sent}/pdf`, runId)).answer).toBe(200);
      expect((await send(page, path, { intent: "off" }, report?.id)).answer).toBe(`→ ${path}`);
      expect((await read(list, "/reports")).text).toContain('"nextAt":null');
    });

    test("an address outside asks for a factor first, and is not there before", async () => {
      const { read, send } = await visitor(16 * 60);
      const [report] = await listReports(base.db, base.workspace.id);
      const path = `/reports/${report?.id}/edit`;
      const asked = await send(edit, path, { ...form(), addresses: "board@outside.example" }, report?.id);
      expect(asked.answer).toBe("→ /step-up");
      expect((await listReports(base.db, base.workspace.id))[0]?.addresses).toEqual([]);
      expect((await read(edit, path, report?.id)).text).not.toContain("outside.example");
    });
  });
