import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { disableUser } from "#app/auth/people.server.ts";
import { addDays, addHours } from "#app/register/days.ts";
import {
  addReport,
  changeReport,
  type ReportChanging,
  removeReport,
  turnReport,
} from "#app/scheduled-reports/change-report.server.ts";
import { makeContent } from "#app/scheduled-reports/make-content.server.ts";
import type { ReportKind } from "#app/scheduled-reports/report.ts";
import type { ReportWish } from "#app/scheduled-reports/report-form.ts";
import { sendReportNow } from "#app/scheduled-reports/send-report.server.ts";
import { insertException } from "#db/exceptions.ts";
import { findReportRun, listReportRuns } from "#db/report-runs.ts";
import { findReport } from "#db/reports.ts";
import { replaceRoles } from "#db/users.ts";
import { sendReports } from "#jobs/send-reports.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { jobContext } from "#test/support/job-context.ts";
import { make } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { refusalOf } from "#test/support/refusal-of.ts";

/** Monday, 08:00 in Berlin, a week after the workspace began. */
const monday = "2026-11-09T07:00:00.000Z";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
    });
    afterAll(() => base.close());

    const changing = (who: keyof People = "admin", now = testStart, factorUsedAt: string | null = now) => {
      const { userId, roles } = people[who];
      const by = { userId, roles, aal: 2 as const, factorUsedAt };
      const actor = { kind: "user" as const, id: userId };
      return { db: base.db, workspaceId: base.workspace.id, by, actor, now } satisfies ReportChanging;
    };
    const wish = (over: Partial<ReportWish> = {}): ReportWish => ({
      ...{ name: "Weekly figures", weekday: 1, monthDay: 1, time: "08:00", isOn: true },
      ...{ userIds: [people.admin.userId, people.risk.userId], addresses: [], ...over },
    });
    /** Adds a report and forgets it at the end of the test, since the job sends every report of the workspace. */
    const during = async (
      over: Partial<ReportWish> & { kind?: ReportKind },
      act: (id: string) => Promise<unknown>,
    ): Promise<void> => {
      const id = await addReport(changing(), { kind: "kpi_weekly", ...wish(over) });
      await act(id);
      await removeReport(changing(), id);
    };
    const run = (now: string) => sendReports.run(jobContext(base), base.workspace, now);
    const runsOf = (reportId: string) =>
      listReportRuns(base.db, base.workspace.id, { reportId, before: null, limit: 500 });
    const eventsOf = (id: string) =>
      base.db.selectFrom("auditEvents").select("type").where("subjectId", "=", id).orderBy("seq").execute();

    test("a report that is due is sent once to each of its readers, whichever of many nodes comes first", () =>
      during({ addresses: ["board@outside.example"] }, async (id) => {
        expect(await run(addHours(monday, -0.01))).toEqual({ sent: 0, failed: 0 });
        const runs = await Promise.all(Array.from({ length: 50 }, () => run(monday)));
        expect(runs.reduce((sum, { sent }) => sum + Number(sent), 0)).toBe(1);
        expect(await run(addDays(monday, 3))).toEqual({ sent: 0, failed: 0 });
        const [sent, ...more] = await runsOf(id);
        expect(more).toEqual([]);
        expect(sent).toMatchObject({ period: { from: "2026-11-02", to: "2026-11-08" }, madeAt: monday, madeBy: null });
        const ids = sent?.recipients.sent.map(({ messageId }) => messageId) ?? [];
        const messages = base.db
          .selectFrom("outbox")
          .select(["template", "toAddress", "bundle"])
          .where("id", "in", ids);
        const queued = { template: "report_sent", bundle: null };
        expect(await messages.orderBy("toAddress").execute()).toEqual(
          ["admin@acme.example", "board@outside.example", "risk@acme.example"].map((toAddress) => ({
            ...queued,
            toAddress,
          })),
        );
        expect((await eventsOf(id)).map(({ type }) => type)).toEqual(["report.created", "report.sent"]);
      }));

    test("after weeks on which nothing ran the last period is sent, and not each", () =>
      during({}, async (id) => {
        expect(await run(addDays(monday, 23))).toEqual({ sent: 1, failed: 0 });
        expect(await run(addDays(monday, 24))).toEqual({ sent: 0, failed: 0 });
        expect((await runsOf(id)).map(({ period }) => period.to)).toEqual(["2026-11-29"]);
      }));

    test("what was due while a report was off, or had another schedule, is not owed", () =>
      during({ isOn: false }, async (id) => {
        await run(monday);
        await turnReport(changing("admin", addHours(monday, 2)), id, true);
        await run(addHours(monday, 3));
        expect(await runsOf(id)).toEqual([]);
        await changeReport(changing("admin", addDays(monday, 2)), id, wish({ weekday: 2 }));
        await run(addDays(monday, 3));
        expect(await runsOf(id)).toEqual([]);
        await run(addDays(monday, 8));
        expect((await runsOf(id)).map(({ period }) => period.to)).toEqual(["2026-11-15"]);
        // The same week, on another of its days: it has been sent.
        await changeReport(changing("admin", addDays(monday, 8)), id, wish({ weekday: 5 }));
        await run(addDays(monday, 12));
        expect(await runsOf(id)).toHaveLength(1);
      }));

    test("on nights on which the clocks skip or repeat its time a daily list is sent once a day", () =>
      during({ kind: "grace_daily", time: "02:30" }, async (id) => {
        for (const midnight of ["2027-03-26T23:00:00.000Z", "2027-10-29T22:00:00.000Z"])
          for (let hours = 0; hours < 71; hours += 0.5) await run(addHours(midnight, hours));
        const days = (await runsOf(id)).map(({ period }) => period.to).toReversed();
        expect(days).toEqual([
          ...["2027-03-26", "2027-03-27", "2027-03-28", "2027-03-29"],
          ...["2027-10-29", "2027-10-30", "2027-10-31", "2027-11-01"],
        ]);
      }));

    test("sent by hand many times at once it is sent once", () =>
      during({ isOn: false }, async (id) => {
        const sendings = await Promise.all(
          Array.from({ length: 50 }, () =>
            sendReportNow(changing(), base.workspace, id).then(
              () => "sent",
              (refusal: { code: string }) => refusal.code,
            ),
          ),
        );
        expect(sendings.toSorted()).toEqual([...Array(49).fill("report_just_sent"), "sent"]);
        // Whoever has it sent may well be one of its readers.
        expect((await runsOf(id))[0]?.recipients.sent.map(({ userId }) => userId)).toContain(people.admin.userId);
      }));

    test("whoever was barred, lost every role, or was here for a time that is over gets nothing", async () => {
      const { leadership, implementer, identity2, admin } = people;
      const gone = [leadership.userId, implementer.userId, identity2.userId];
      const userIds = [...gone, admin.userId];
      await during({ userIds }, async (id) => {
        const by = {
          by: admin,
          workspaceId: base.workspace.id,
          actor: { kind: "console", id: null },
          now: testStart,
        } as const;
        await disableUser(base.db, { ...by, userId: leadership.userId, reason: "Has left" });
        await replaceRoles(base.db, base.workspace.id, implementer.userId, [], testStart);
        const ended = base.db.updateTable("users").set({ accessEndsAt: monday });
        await ended.where("id", "=", identity2.userId).execute();
        await run(monday);
        const [sent] = await runsOf(id);
        expect(sent?.recipients.sent.map(({ userId }) => userId)).toEqual([admin.userId]);
        expect(sent?.recipients.leftOut.toSorted()).toEqual(gone.toSorted());
      });
    });

    test("who is no admin changes and sends nothing", () =>
      during({}, async (id) => {
        for (const who of ["auditor", "identity", "requestor"] as const) {
          const other = changing(who);
          expect(await refusalOf(addReport(other, { kind: "kpi_weekly", ...wish() }))).toBe("not_admin");
          expect(await refusalOf(changeReport(other, id, wish()))).toBe("not_admin");
          expect(await refusalOf(turnReport(other, id, false))).toBe("not_admin");
          expect(await refusalOf(removeReport(other, id))).toBe("not_admin");
          expect(await refusalOf(sendReportNow(other, base.workspace, id))).toBe("not_admin");
        }
      }));

    test("an address outside is not added without a factor that was just used, and one that is there stays", () =>
      during({}, async (id) => {
        const outside = wish({ addresses: ["board@outside.example"] });
        const stale = changing("admin", testStart, null);
        expect(await refusalOf(addReport(stale, { kind: "kpi_weekly", ...outside }))).toBe("step_up_required");
        expect(await refusalOf(changeReport(stale, id, outside))).toBe("step_up_required");
        expect((await findReport(base.db, base.workspace.id, id))?.addresses).toEqual([]);
        await changeReport(changing(), id, outside);
        await changeReport(stale, id, { ...outside, name: "Figures" });
        const { addresses, name: called } = (await findReport(base.db, base.workspace.id, id)) ?? {};
        expect([addresses, called]).toEqual([["board@outside.example"], "Figures"]);
        const events = await base.db.selectFrom("auditEvents").select("data").where("subjectId", "=", id).execute();
        expect(JSON.stringify(events)).not.toContain("outside.example");
      }));

    test("people without a role are not chosen, nor a person by their address, nor nobody", async () => {
      const refusal = (over: Partial<ReportWish>) =>
        refusalOf(addReport(changing(), { kind: "kpi_weekly", ...wish(over) }));
      expect(await refusal({ userIds: [people.requestor.userId] })).toBe("report_reader_without_role");
      expect(await refusal({ addresses: [people.requestor.userName] })).toBe("report_address_of_person");
      expect(await refusal({ userIds: [] })).toBe("report_without_readers");
    });

    test("what was sent cannot be changed, and stays when the report goes", () =>
      during({ isOn: false }, async (id) => {
        const sent = await sendReportNow(changing(), base.workspace, id);
        await expect(base.db.updateTable("reportRuns").set({ content: "{}" }).execute()).rejects.toThrow("append-only");
        await expect(base.db.deleteFrom("reportRuns").execute()).rejects.toThrow("append-only");
        expect((await findReportRun(base.db, base.workspace.id, sent))?.reportId).toBe(id);
        expect(await refusalOf(removeReport(changing("identity"), id))).toBe("not_admin");
      }));

    test("neither why an exception was asked for, nor what was learned of a private one, stands in any report", async () => {
      const about = { workspaceId: base.workspace.id, justification: "Has lost the use of one hand" };
      const closure = { endedBy: "expired", cause: "other", replacedBy: "", evidence: "" } as const;
      const record = (id: string, over: Parameters<typeof make.exception>[0]) =>
        insertException(base.db, make.exception({ ...about, id, ownerId: null, requestorId: null, ...over }), null);
      await record("EXC-2026-0101", {
        ...{ state: "active", activatedAt: testStart, approvedAt: testStart, category: "accessibility" },
        implementerId: people.implementer.userId,
      });
      const learned = (text: string) => ({ ...closure, wouldHaveAvoided: text });
      const closed = { state: "closed", updatedAt: "2026-11-20T12:00:00.000Z" } as const;
      await record("EXC-2026-0102", { ...closed, category: "accessibility", closure: learned("A larger key") });
      await record("EXC-2026-0103", { ...closed, closure: learned("An earlier order") });
      const period = { from: "2026-10-01", to: "2026-12-31" };
      const now = "2026-11-28T09:00:00.000Z";
      for (const kind of ["kpi_weekly", "kpi_monthly", "governance_quarterly", "grace_daily"] as const) {
        const said = JSON.stringify(await makeContent(base.db, { workspace: base.workspace, kind, period, now }));
        expect(said).not.toMatch(/one hand|larger key/);
        if (kind === "kpi_weekly") expect(said).toContain("EXC-2026-0101");
        if (kind === "governance_quarterly") expect(said).toContain("An earlier order");
      }
    });
  });
