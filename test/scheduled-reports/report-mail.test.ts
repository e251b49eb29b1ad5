import { extractText } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createMailbox } from "#app/mail/mailbox.server.ts";
import { createMailer } from "#app/mail/mailer.server.ts";
import { addHours } from "#app/register/days.ts";
import { addReport, changeReport, removeReport } from "#app/scheduled-reports/change-report.server.ts";
import type { ReportWish } from "#app/scheduled-reports/report-form.ts";
import { runPage } from "#app/scheduled-reports/report-view.server.ts";
import { sendReportNow } from "#app/scheduled-reports/send-report.server.ts";
import { keepSnapshot } from "#db/kpi-snapshots.ts";
import { findReportRun, statesOfMessages } from "#db/report-runs.ts";
import { replaceRoles, setDisabled, updateUser } from "#db/users.ts";
import { sendOutbox } from "#jobs/send-outbox.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { startMailServer } from "#test/support/mail-server.ts";
import { addPeople, type People } from "#test/support/people.ts";

const env = { MAIL_FROM: "Register <register@acme.example>", PUBLIC_URL: "https://register.example" };
/** A Monday noon; the week before has its figures. */
const now = "2026-11-16T11:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      await activeException(base, people, { now: "2026-11-03T09:00:00.000Z", endsAt: addHours(now, 200) });
      const days = Array.from({ length: 14 }, (_nothing, index) => `2026-11-${String(index + 2).padStart(2, "0")}`);
      for (const [index, day] of days.entries()) {
        const figures = { live: index, coverage_share: 0.75, coverage_rest_share: 0.9 };
        await keepSnapshot(base.db, base.workspace.id, { day, figures });
      }
      // What the exception had people told is none of these tests.
      await mailed(now);
    });
    afterAll(() => base.close());

    const wish: Omit<ReportWish, "userIds"> = {
      ...{ name: "Figures <b>& more</b>", weekday: 1, monthDay: 1, time: "08:00", isOn: false },
      addresses: ["board@outside.example"],
    };
    /** Has a report sent, to an address outside and two people, and returns the run. */
    const queued = async (at: string) => {
      const { admin, risk } = people;
      const by = { userId: admin.userId, roles: admin.roles, aal: 2 as const, factorUsedAt: at };
      const actor = { kind: "user" as const, id: admin.userId };
      const changing = { db: base.db, workspaceId: base.workspace.id, by, actor, now: at };
      const report = { kind: "kpi_weekly", ...wish, userIds: [admin.userId, risk.userId] } as const;
      const id = await addReport(changing, { ...report, userIds: [...report.userIds] });
      const runId = await sendReportNow(changing, base.workspace, id);
      return { id, runId, changing };
    };
    const mailed = async (at: string) => {
      const mailbox = createMailbox(env);
      await sendOutbox.run(jobContext(base, mailbox), base.workspace, at);
      return mailbox.list();
    };

    test("a report is mailed with its charts as pictures, all of it as a PDF, and as text that lacks nothing", async () => {
      const { runId } = await queued(now);
      const mails = await mailed(now);
      expect(mails.map(({ to }) => to).toSorted()).toEqual([
        ...["admin@acme.example", "board@outside.example", "risk@acme.example"],
      ]);
      const mail = mails.find(({ to }) => to.startsWith("risk"));
      expect(mail?.subject).toBe("Figures <b>& more</b>: 9 Nov 2026 to 15 Nov 2026 (Acme)");
      const { html = "", text = "", attachments = [] } = mail ?? {};
      const named = [...html.matchAll(/src="cid:([^"]+)"/g)].map(([, cid]) => cid);
      expect(named).toEqual(attachments.flatMap(({ cid }) => cid ?? []));
      expect(named.length).toBeGreaterThan(1);
      for (const { cid, content } of attachments)
        expect(content.subarray(0, 4).toString("latin1")).toBe(cid === null ? "%PDF" : "\x89PNG");
      // Each chart says its numbers where it is not seen, and so does the text.
      expect(html).toMatch(/alt="People with MFA, counted both ways\. Exempted people counted as gaps: 75[^"]* 90/);
      expect(text.replace(/\s+/g, " ")).toContain("Live exceptions · 13 · +7");
      expect(text).toContain("- 15 Nov 2026 · 13");
      expect(text).toMatch(/Ends within 30 days\n-+\n\n- Exception · Title/);
      expect(text).toContain("EXC-2026-0001");
      expect(html).not.toContain("<b>&");
      expect(html).toContain(`https://register.example/reports/runs/${runId}`);
      const pdf = attachments.find(({ cid }) => cid === null);
      expect(pdf?.filename).toBe("Figures-b-more-b-9-Nov-2026-to-15-Nov-2026.pdf");
      const said = await extractText(new Uint8Array(pdf?.content ?? []), { mergePages: true });
      expect(said.text.replace(/\s+/g, " ")).toMatch(/Live exceptions 13 \+7.*EXC-2026-0001/);
    });

    test("whoever was barred, lost every role, or is named no more when it leaves is mailed nothing", async () => {
      const at = addHours(now, 1);
      const { id, runId, changing } = await queued(at);
      const { admin, risk, leadership } = people;
      await setDisabled(base.db, base.workspace.id, risk.userId, at);
      await replaceRoles(base.db, base.workspace.id, admin.userId, [], at);
      expect((await mailed(at)).map(({ to }) => to)).toEqual(["board@outside.example"]);
      await replaceRoles(base.db, base.workspace.id, admin.userId, ["admin"], at);
      await setDisabled(base.db, base.workspace.id, risk.userId, null);
      const { recipients } = (await findReportRun(base.db, base.workspace.id, runId)) ?? {};
      const ids = recipients?.sent.map(({ messageId }) => messageId) ?? [];
      const states = await statesOfMessages(base.db, base.workspace.id, ids);
      expect([...states.values()].toSorted()).toEqual(["sent", "withheld", "withheld"]);

      const later = { ...changing, now: addHours(now, 2) };
      await sendReportNow(later, base.workspace, id);
      await changeReport(later, id, { ...wish, addresses: [], userIds: [leadership.userId] });
      expect(await mailed(later.now)).toEqual([]);
      const last = { ...changing, now: addHours(now, 3) };
      await sendReportNow(last, base.workspace, id);
      await removeReport(last, id);
      expect(await mailed(last.now)).toEqual([]);
    });

    test("a leaver is not named by what was sent before", async () => {
      const at = addHours(now, 4);
      const { runId } = await queued(at);
      const shown = async () => {
        const run = await findReportRun(base.db, base.workspace.id, runId);
        return run ? JSON.stringify(await runPage(base.db, base.workspace.id, run)) : "";
      };
      expect(JSON.stringify(await findReportRun(base.db, base.workspace.id, runId))).not.toContain("acme.example");
      const before = await shown();
      await updateUser(base.db, base.workspace.id, people.risk.userId, { displayName: "Former person" });
      expect([before.includes('"risk"'), (await shown()).includes('"risk"')]).toEqual([true, false]);
    });

    test("a real mail server takes it whole", async () => {
      await queued(addHours(now, 5));
      const server = await startMailServer();
      const mailer = createMailer({ ...env, SMTP_URL: server.url });
      await sendOutbox.run(jobContext(base, mailer), base.workspace, addHours(now, 5));
      mailer?.close();
      await server.close();
      const raw = server.received.find(({ to }) => to[0] === "board@outside.example")?.raw ?? "";
      expect(raw.match(/^Content-Type: [a-z]+\/[a-z]+/gim)?.map((line) => line.slice(14))).toEqual(
        expect.arrayContaining(["multipart/mixed", "text/plain", "text/html", "image/png", "application/pdf"]),
      );
      expect(raw).toMatch(/^Content-ID: <chart-\d+@mfa-register>/im);
      expect(raw).toMatch(/^Content-Disposition: inline/im);
    });
  });
