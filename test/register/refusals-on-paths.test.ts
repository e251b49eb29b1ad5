import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openSession } from "#app/auth/session.server.ts";
import { importCsv } from "#app/imports/import-csv.server.ts";
import { apply } from "#app/register/apply.server.ts";
import type { CommandInput } from "#app/register/command-schemas.ts";
import { addDays, addHours } from "#app/register/days.ts";
import type { Exception } from "#app/register/exception.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { refusalStatus } from "#app/register/refusals.ts";
import * as oneByApi from "#app/routes/api.v1.exceptions.$id.$command.ts";
import * as bulkByApi from "#app/routes/api.v1.exceptions.bulk.ts";
import * as onScreen from "#app/routes/exceptions.$id.$command.tsx";
import { findException } from "#db/exceptions.ts";
import { replaceRoles } from "#db/users.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { makeContext } from "#test/support/make-context.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";
import { letIn, nobody, openTestSecrets } from "#test/support/sign-in.ts";
import { visit } from "#test/support/visit.ts";
import { change, end, rows, type Stage, start } from "./refused-rows.ts";

const secrets = openTestSecrets();
const high = { likelihood: 4, impact: 4 } as const;

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      // Everybody could do it by their roles; what stands in the way is their part in the record.
      const roles = {
        requestor: ["approver_identity", "implementer"],
        identity2: ["approver_identity", "implementer"],
        risk: ["approver_risk", "implementer"],
        implementer: ["implementer", "approver_identity"],
      } as const;
      for (const who of ["requestor", "identity2", "risk", "implementer"] as const) {
        people[who] = { ...people[who], roles: roles[who] };
        await replaceRoles(base.db, base.workspace.id, people[who].userId, roles[who], start);
      }
    });
    afterAll(() => base.close());

    const stored = async (id: string): Promise<Exception> => {
      const record = await findException(base.db, base.workspace.id, id);
      if (!record) throw new Error(`${id} is gone`);
      return record;
    };
    const run = async (id: string, who: keyof People, said: object) =>
      apply(base.db, {
        workspaceId: base.workspace.id,
        id,
        input: { comment: "", ...said, version: (await stored(id)).version } as CommandInput, // the steps below are complete
        actor: { ...people[who], aal: 2, factorUsedAt: start },
        auditActor: { kind: "user", id: people[who].userId },
        now: start,
      });

    const steps: Record<Stage, [keyof People, object][]> = {
      draft: [],
      submitted: [["requestor", { command: "submit" }]],
      assessed: [["risk", { command: "assess", inherent: high, residual: high, comment: "Looked at it" }]],
      approved: [
        ["identity", { command: "approve" }],
        ["risk", { command: "approve" }],
      ],
      active: [["implementer", { command: "implement", ...change }]],
      extending: [
        ["requestor", { command: "request_extension", ends_at: addDays(end, 10), comment: "Late" }],
        ["identity", { command: "approve" }],
      ],
      granted: [],
      suspended: [["admin", { command: "suspend", comment: "Wait" }]],
      failed: [["implementer", { command: "validate", result: "failed", comment: "POP works too" }]],
    };
    const order: Stage[] = ["draft", "submitted", "assessed", "approved", "active", "extending"];

    /** Files a record about one approver and takes it to where a refusal is met. */
    const recordAt = async (stage: Stage): Promise<Exception> => {
      const scope = { ...completeDraft().scope, users: [people.identity2.userId] };
      const { id } = await fileException(base.db, {
        workspaceId: base.workspace.id,
        draft: completeDraft({ scope, startsAt: start, endsAt: end }),
        requestor: people.requestor,
        actor: { kind: "user", id: people.requestor.userId },
        now: start,
      });
      const begins: Partial<Record<Stage, Stage>> = { granted: "assessed", suspended: "active", failed: "active" };
      const upTo = begins[stage] ?? stage;
      for (const [who, said] of order.slice(0, order.indexOf(upTo) + 1).flatMap((each) => steps[each]))
        await run(id, who, said);
      if (stage === "suspended" || stage === "failed") for (const [who, said] of steps[stage]) await run(id, who, said);
      if (stage === "granted") await run(id, "identity", { command: "grant_emergency", comment: "All is down" });
      return stored(id);
    };

    const bySession = async (who: keyof People, at: string) => {
      const { value } = await openSession(base.db, {
        workspaceId: base.workspace.id,
        userId: people[who].userId,
        methods: [{ method: "passkey", completedAt: at, userVerified: true }],
        client: nobody,
        admission: letIn,
        now: at,
      });
      return { context: makeContext(base, { secrets, now: at }), headers: { Cookie: `mfa_session=${value}` } };
    };

    test.each(rows)("on the screen and over the API: $sentence", async ({ stage, who, command, refusal, ...row }) => {
      const { fields = {}, at = start } = row;
      const record = await recordAt(stage);
      const params = { id: record.id, command };
      const form = { comment: "", ...fields, version: String(record.version) };
      const screen = await visit(onScreen, "action", { path: "/x", params, form }, await bySession(who, at));
      expect(screen.answer).toBe(refusalStatus(refusal));
      // A token that approves ends with its factor, so at a later time a person has a new one.
      const isLater = at !== start;
      const token = await tokenFor(base, people[who], isLater ? ["read", "write"] : ["read", "write", "approve"]);
      const api = await call(oneByApi.action, "/x", {
        context: contextFor(base, { now: at }),
        token,
        params,
        body: { comment: "", ...fields, version: record.version },
      });
      const answered = isLater && command === "approve" ? "insufficient_scope" : refusal;
      expect((await api.json()).code).toBe(answered);
      expect(await stored(record.id)).toEqual(record);
    });

    test("over the API a decision without a fresh factor is refused, and on the screen it asks for one", async () => {
      const record = await recordAt("assessed");
      const params = { id: record.id, command: "approve" };
      const old = addHours(start, -1 / 3);
      const given = await bySession("identity", old);
      const context = makeContext(base, { secrets, now: start });
      const form = { comment: "", version: String(record.version) };
      const screen = await visit(onScreen, "action", { path: "/x", params, form }, { ...given, context });
      expect(screen.answer).toBe("→ /step-up");
      const token = await tokenFor(base, people.identity, ["read", "write"]);
      const api = await call(oneByApi.action, "/x", {
        context: contextFor(base),
        token,
        params,
        body: { version: record.version },
      });
      expect([api.status, (await api.json()).code]).toEqual([403, "insufficient_scope"]);
      expect(await stored(record.id)).toEqual(record);
    });

    test("whoever stands in for somebody meets the refusals that they would meet", async () => {
      const stand = (from: keyof People) => ({
        workspaceId: base.workspace.id,
        id: `del_${from}`,
        fromUserId: people[from].userId,
        toUserId: people.boss.userId,
        startsAt: start,
        endsAt: end,
        reason: "On leave",
        createdAt: start,
        createdBy: people[from].userId,
        revokedAt: null,
      });
      const record = await recordAt("assessed");
      for (const from of ["requestor", "identity2"] as const) {
        await base.db.insertInto("delegations").values(stand(from)).execute();
        const token = await tokenFor(base, people.boss, ["read", "write", "approve"]);
        const params = { id: record.id, command: "approve" };
        const api = await call(oneByApi.action, "/x", {
          context: contextFor(base),
          token,
          params,
          body: { version: record.version },
        });
        expect([from, (await api.json()).code]).toEqual([from, "absent_is_conflicted"]);
      }
      expect(await stored(record.id)).toEqual(record);
    });

    test("no command that the lifecycle judges can be given to several records at once", async () => {
      const record = await recordAt("assessed");
      const token = await tokenFor(base, people.identity, ["read", "write", "approve"]);
      for (const action of ["approve", "reject", "implement", "revoke", "submit"]) {
        const body = { action, ids: [record.id], comment: "All of them" };
        const api = await call(bulkByApi.action, "/x", { context: contextFor(base), token, body });
        expect([action, api.status, (await api.json()).code]).toEqual([action, 400, "invalid_body"]);
      }
      expect(await stored(record.id)).toEqual(record);
    });

    test("an import makes drafts of nobody's, whatever state and approvals a sheet claims", async () => {
      const sheet = [
        "title,category,effect,users,applications,owner,justification,controls,monitoring,details.exit_plan,state,approved_by,rating",
        "Claims mailbox,legacy_or_service_account,waive_mfa,owner@acme.example,mail,owner@acme.example,It speaks nothing but IMAP until January.,Network,Weekly,Connector,active,identity@acme.example,low",
      ].join("\n");
      const report = await importCsv(base.db, sheet, {
        workspaceId: base.workspace.id,
        fileName: "register.csv",
        map: {},
        delimiter: ",",
        isPartial: true,
        requestor: null,
        actor: { kind: "console", id: null },
        now: start,
      } as Parameters<typeof importCsv>[2]);
      for (const { id } of report.filed) {
        const record = await stored(id);
        expect([record.state, record.rating, record.approvedAt, record.implementerId]).toEqual([
          "draft",
          null,
          null,
          null,
        ]);
      }
      expect(report.filed.length).toBeGreaterThan(0);
    });
  });
