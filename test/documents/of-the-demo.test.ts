import { extractText, getDocumentProxy } from "unpdf";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { approvalMemo } from "#app/documents/approval-memo.server.ts";
import { ccw } from "#app/documents/ccw.server.ts";
import { giveDocument } from "#app/documents/give-document.server.ts";
import { hipaaMemo } from "#app/documents/hipaa-memo.server.ts";
import { poam } from "#app/documents/poam.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { fits } from "#app/register/fits.ts";
import { readListParams } from "#app/register/list-params.ts";
import { listRequest } from "#app/register/list-request.server.ts";
import { historyOf } from "#db/audit-trail.ts";
import { demoPeople } from "#db/demo-people.ts";
import { listExceptions } from "#db/exception-list.ts";
import { approvalsOf, exceptionOf } from "#db/exceptions.ts";
import { seedDemo } from "#db/seed.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { callerFor } from "#test/support/caller.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { plainSecrets } from "#test/support/job-context.ts";
import { refusalOf } from "#test/support/refusal-of.ts";
import { faultsIn } from "./oscal-schema.ts";
import { testThePast } from "./past-of-the-demo.ts";

const now = "2026-11-20T10:30:00.000Z";
const quarter = { from: "2026-08-20T00:00:00.000Z", to: now };

/** What a PDF says, without what lines and columns put between its words. */
async function wordsOf(pdf: Uint8Array): Promise<string> {
  const { text } = await extractText(await getDocumentProxy(new Uint8Array(pdf)), { mergePages: true });
  return text.replace(/\s+/g, " ");
}

/** Hashes and long words are broken where a column ends. */
const squeezed = (text: string) => text.replace(/\s+/g, "");

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let records: Exception[];
    let callers: Record<"auditor" | "approver" | "requestor", Awaited<ReturnType<typeof callerFor>>>;

    beforeAll(async () => {
      base = await open();
      const workspaceId = await seedDemo(base.database, now, plainSecrets);
      const workspace = await findWorkspace(base.db, workspaceId);
      if (!workspace) throw new Error("the demo has no workspace, expected one");
      base = { ...base, workspace };
      const rows = await base.db.selectFrom("exceptions").selectAll().where("workspaceId", "=", workspaceId).execute();
      records = rows.map(exceptionOf);
      const people = await demoPeople(base.db, workspaceId);
      const callerNamed = async (name: string) => {
        const person = people.find(({ displayName }) => displayName === name);
        if (!person) throw new Error(`the demo has no ${name}, expected them`);
        return callerFor(base, { ...person, userName: "" }, now);
      };
      callers = {
        auditor: await callerNamed("Ruth Abara"),
        approver: await callerNamed("Amara Diallo"),
        requestor: await callerNamed("Nadia Petrova"),
      };
    }, 90_000);
    afterAll(() => base.close());

    const titled = (title: string): Exception => {
      const record = records.find((each) => each.title === title);
      if (!record) throw new Error(`the demo has no "${title}", expected it`);
      return record;
    };
    const reader = (who: keyof typeof callers | null) => ({ viewerId: who && callers[who].user.id, now });

    testThePast(now, () => ({ db: base.db, ...callers }));

    test("an approval memo has all that an auditor asks of a closed record, and the hashes to check it by", async () => {
      const { db, workspace } = base;
      const record = titled("Night backup reports by POP");
      const memo = await wordsOf(await approvalMemo(db, workspace.id, record.id, reader("auditor")));
      for (const said of [record.id, record.title, record.justification, record.monitoringPlan, record.assessment])
        expect(memo).toContain(said);
      for (const { name: control, howChecked } of record.compensatingControls) {
        expect(memo).toContain(control);
        expect(memo).toContain(howChecked);
      }
      expect(memo).toContain("likelihood 3 of 5");
      expect(memo).toContain(record.closure?.evidence);
      expect(memo).toContain(record.closure?.wouldHaveAvoided);
      expect(memo).toContain("AAL2");
      expect(memo).toContain("Planned retirement Not recorded");
      const events = await historyOf(db, workspace.id, { kind: "exception", id: record.id });
      expect(events.length).toBeGreaterThan(4);
      for (const { hash } of events) expect(squeezed(memo)).toContain(hash);
      for (const { contentHash } of await approvalsOf(db, workspace.id, [record.id]))
        expect(squeezed(memo)).toContain(contentHash);
    });

    test("the same document at the same instant is the same bytes, and making it changes none", async () => {
      const { db, workspace } = base;
      const { id } = titled("Result mailer reads its mailbox over IMAP");
      const once = await approvalMemo(db, workspace.id, id, reader("auditor"));
      const caller = callers.auditor;
      await giveDocument({ db, now }, { caller, exceptionId: id, kind: "approval_memo", about: "" });
      expect(await approvalMemo(db, workspace.id, id, reader("auditor"))).toEqual(once);
    });

    test("a private reason is in the documents of those who may read it, and in nobody else's", async () => {
      const { db, workspace } = base;
      const { id, justification } = titled("Authenticator that speaks");
      for (const make of [approvalMemo, ccw, hipaaMemo]) {
        expect(await wordsOf(await make(db, workspace.id, id, reader("approver")))).toContain(justification);
        const forAuditor = await wordsOf(await make(db, workspace.id, id, reader("auditor")));
        expect(forAuditor).toContain("Shown to approvers and the requestor only.");
        expect(forAuditor).not.toContain(justification.slice(0, 20));
      }
    });

    test("somebody who may not see a record gets no document of it, and is not told that it is there", async () => {
      const { db, workspace } = base;
      const { id } = titled("Emergency account, northern site");
      for (const make of [approvalMemo, ccw, hipaaMemo])
        expect(await refusalOf(make(db, workspace.id, id, reader("requestor")))).toBe("not_found");
      expect(await refusalOf(poam(db, workspace.id, { ...quarter, ...reader("requestor") }))).toBe("not_for_you");
    });

    test("a document says for what it was made, is noted with its hash, and is remembered for the next one", async () => {
      const { db, workspace } = base;
      const { id } = titled("Result mailer reads its mailbox over IMAP");
      const caller = callers.auditor;
      const give = (kind: "ccw" | "hipaa_memo", about: string) =>
        giveDocument({ db, now }, { caller, exceptionId: id, kind, about });

      expect(await refusalOf(give("ccw", "eight"))).toBe("unknown_requirement");
      expect(await refusalOf(give("hipaa_memo", "164.999"))).toBe("unknown_safeguard");
      const answer = await give("ccw", "8.4.3");
      expect(answer.headers.get("Content-Disposition")).toBe(`attachment; filename="${id}-ccw.pdf"`);
      const pdf = new Uint8Array(await answer.arrayBuffer());
      const worksheet = await wordsOf(pdf);
      expect(worksheet).toContain("Requirement 8.4.3");
      for (const heading of ["1. Constraints", "3. Objective", "4. Identified risk", "6. Maintenance"])
        expect(worksheet).toContain(heading);
      const last = (await historyOf(db, workspace.id, { kind: "exception", id })).at(-1);
      const sha256 = Buffer.from(await crypto.subtle.digest("SHA-256", pdf)).toString("hex");
      expect(last?.type).toBe("document.made");
      expect(JSON.parse(last?.data ?? "")).toEqual({ kind: "ccw", about: "8.4.3", sha256 });

      expect(await wordsOf(await ccw(db, workspace.id, id, reader(null)))).toContain("Requirement 8.4.3");
      await give("hipaa_memo", "164.312(d)");
      const memo = await wordsOf(await hipaaMemo(db, workspace.id, id, reader(null)));
      expect(memo).toContain("164.312(d), Person or entity authentication");
      expect(memo).toContain("a standard and not an addressable specification");
    });

    test("what a record does not have is named as missing, and not filled in", async () => {
      const { db, workspace } = base;
      const { id } = titled("Recovery codes only");
      const worksheet = await wordsOf(await ccw(db, workspace.id, id, reader(null)));
      expect(worksheet).toContain("Requirement Not recorded");
      expect(worksheet).toMatch(/The register does not have: .*Requirement; .*4\. Identified risk: /);
      expect(worksheet).toContain("Nobody has approved it.");
    });

    test("NIST's schema has nothing against the plan of the demo's quarter, and no private reason is in it", async () => {
      const { db, workspace } = base;
      const plan = JSON.parse(JSON.stringify(await poam(db, workspace.id, { ...quarter, ...reader("approver") })));
      expect(faultsIn(plan)).toEqual([]);
      const { risks, parties } = {
        ...plan["plan-of-action-and-milestones"],
        ...plan["plan-of-action-and-milestones"].metadata,
      };
      const statuses = new Set(risks.map(({ status }: { status: string }) => status));
      expect(statuses).toEqual(new Set(["deviation-requested", "deviation-approved", "closed"]));
      const known = new Set(parties.map(({ uuid }: { uuid: string }) => uuid));
      const named = JSON.stringify(risks).matchAll(/"party-uuid":"([^"]+)"/g);
      for (const [, uuid] of named) expect(known).toContain(uuid);
      expect(JSON.stringify(plan)).not.toContain(titled("Authenticator that speaks").justification);
      expect(JSON.stringify(plan)).toContain(titled("Result mailer reads its mailbox over IMAP").justification);

      const some = await poam(db, workspace.id, { ...quarter, ...reader("auditor"), query: "category=break_glass" });
      const items = some["plan-of-action-and-milestones"]["poam-items"];
      expect(items.length).toBeGreaterThan(0);
      expect(items.length).toBeLessThan(risks.length);
      const before = await poam(db, workspace.id, {
        from: "2020-01-01T00:00:00.000Z",
        to: "2020-02-01T00:00:00.000Z",
        ...reader(null),
      });
      expect(before["plan-of-action-and-milestones"]["poam-items"]).toHaveLength(1);
    });

    test.each([
      "",
      "view=live",
      "view=expired",
      "view=review_overdue",
      "view=waiting&category=enrollment_constraint",
      "state=active,suspended&rating=high,critical",
      "only=no_controls",
      "only=emergency",
      "only=plan_late",
      "only=untested",
      "ends_within=30",
      "review=due",
      "in_scope=finance",
      "owner=me",
    ])("the filter “%s” finds the same records in the list as without the database", async (query) => {
      const { db, workspace } = base;
      for (const caller of Object.values(callers)) {
        const params = readListParams(new URLSearchParams(query));
        if (!params.success) throw new Error(`${query} is not understood, expected a filter`);
        const asked = { ...(await listRequest(db, caller, params.data, now)), limit: 500 };
        const { records: listed } = await listExceptions(db, workspace.id, asked);
        const fitting = records.filter((record) => fits(record, asked));
        expect(fitting.map(({ id }) => id).toSorted()).toEqual(listed.map(({ id }) => id).toSorted());
      }
    });
  });
