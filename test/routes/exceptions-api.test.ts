import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openApi } from "#app/http/openapi.ts";
import { createWorkspace } from "#app/register/create-workspace.server.ts";
import * as command from "#app/routes/api.v1.exceptions.$id.$command.ts";
import * as record from "#app/routes/api.v1.exceptions.$id.ts";
import * as list from "#app/routes/api.v1.exceptions.ts";
import { putInPlace } from "#test/support/active-exception.ts";
import { databases, type TestDatabase, testStart } from "#test/support/databases.ts";
import { noon } from "#test/support/make.ts";
import { addPeople, type People } from "#test/support/people.ts";
import { call, contextFor, tokenFor } from "#test/support/routes.ts";

const draft = {
  title: "IMAP polling for the claims mailbox",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  scope: { service_principals: ["svc-claims-mail"], applications: ["mail"], protocols: ["imap"] },
  owner_id: "owner@acme.example",
  justification: "The intake system speaks nothing but IMAP until its next release.",
  starts_at: noon,
  ends_at: "2026-12-10T12:00:00Z",
  compensating_controls: [{ name: "Restricted network", how_checked: "Firewall rule 12" }],
  monitoring_plan: "Messaging looks at its sign-ins every week.",
  details: { exit_plan: "OAuth connector in January" },
};
const low = { likelihood: 2, impact: 3 };

const description = openApi("https://register.example");
const ajv = new Ajv2020({ strict: false, allErrors: true });
addFormats.default(ajv);
ajv.addSchema({ $id: "openapi", components: description.components });
const isException = ajv.compile({ $ref: "openapi#/components/schemas/Exception" });
const isProblem = ajv.compile({ $ref: "openapi#/components/schemas/Problem" });

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let base: TestDatabase;
    let people: People;
    const tokens = {} as Record<keyof People, string>;
    beforeAll(async () => {
      base = await open();
      people = await addPeople(base);
      for (const [part, person] of Object.entries(people))
        tokens[part as keyof People] = await tokenFor(base, person, ["read", "write", "approve"]);
    });
    afterAll(() => base.close());

    const file = (who: keyof People = "requestor", body: unknown = draft, headers = {}) =>
      call(list.action, "/api/v1/exceptions", { context: contextFor(base), token: tokens[who], body, headers });
    const filed = async () => (await file()).json();
    const run = (id: string, name: string, who: keyof People, body: unknown, headers = {}) =>
      call(command.action, `/api/v1/exceptions/${id}/${name}`, {
        context: contextFor(base),
        token: tokens[who],
        params: { id, command: name },
        body,
        headers,
      });
    const read = (id: string, token: string) =>
      call(record.loader, `/api/v1/exceptions/${id}`, { context: contextFor(base), token, params: { id } });
    const query = (search: string, token: string = tokens.auditor) =>
      call(list.loader, `/api/v1/exceptions?${search}`, { context: contextFor(base), token });

    test("a record is filed, submitted, assessed, approved, implemented, revoked and closed over the API", async () => {
      let current = await filed();
      expect(current).toMatchObject({
        state: "draft",
        version: 1,
        requestor_id: people.requestor.userId,
        allowed_commands: ["submit", "withdraw"],
      });
      const steps: [string, keyof People, object, string][] = [
        ["submit", "requestor", {}, "submitted"],
        ["assess", "risk", { inherent: low, residual: low, comment: "Looked at it" }, "assessed"],
        ["approve", "identity", { comment: "Fine until January" }, "approved"],
        ["implement", "implementer", putInPlace, "active"],
        ["revoke", "admin", { comment: "Replaced" }, "revoked"],
        [
          "close",
          "admin",
          { cause: "replaced", evidence: "CHG-2", replaced_by: "OAuth", would_have_avoided: "Asking earlier" },
          "closed",
        ],
      ];
      for (const [name, who, body, state] of steps) {
        const answer = await run(current.id, name, who, { version: current.version, ...body });
        expect([name, answer.status]).toEqual([name, 200]);
        current = await answer.json();
        expect(isException(current), JSON.stringify(isException.errors)).toBe(true);
        expect([current.state, current.is_live]).toEqual([state, state === "active"]);
      }
      expect(current.approvals).toMatchObject([{ approver_id: people.identity.userId, is_current: true }]);
    });

    test("a move that does not exist is 400 and names those that do", async () => {
      const { id, version } = await filed();
      const answer = await run(id, "implement", "implementer", { version, ...putInPlace });
      const body = await answer.json();
      expect([answer.status, body.code, body.moves]).toEqual([400, "no_such_move", ["submit", "withdraw"]]);
      expect(isProblem(body)).toBe(true);
      expect(answer.headers.get("Content-Type")).toBe("application/problem+json");
    });

    test("a requestor who approves their own request is 403 with the rule", async () => {
      const { id, version } = await filed();
      const { version: next } = await (await run(id, "submit", "requestor", { version })).json();
      const answer = await run(id, "assess", "requestor", {
        version: next,
        inherent: low,
        residual: low,
        comment: "x",
      });
      expect([answer.status, (await answer.json()).code]).toEqual([403, "own_request"]);
    });

    test("a stale version is 409 and says which is current", async () => {
      const { id, version } = await filed();
      await run(id, "submit", "requestor", { version });
      const answer = await run(id, "withdraw", "requestor", { version });
      expect([answer.status, await answer.json()]).toMatchObject([
        409,
        { code: "stale_version", current_version: version + 1 },
      ]);
    });

    test("a command without the version that was read is 400", async () => {
      const { id } = await filed();
      expect((await run(id, "submit", "requestor", {})).status).toBe(400);
    });

    test("an approver whose token may not approve is 403", async () => {
      const { id, version } = await filed();
      const weak = await tokenFor(base, people.identity, ["read", "write"]);
      const answer = await call(command.action, `/api/v1/exceptions/${id}/approve`, {
        context: contextFor(base),
        token: weak,
        params: { id, command: "approve" },
        body: { version },
      });
      expect([answer.status, (await answer.json()).code]).toEqual([403, "insufficient_scope"]);
    });

    test("a repeat with the same Idempotency-Key files one record and gets the first answer", async () => {
      const headers = { "Idempotency-Key": "once-1" };
      const [first, second] = [await file("requestor", draft, headers), await file("requestor", draft, headers)];
      expect([first.status, second.status, second.headers.get("Idempotency-Replayed")]).toEqual([201, 201, "true"]);
      expect((await first.json()).id).toBe((await second.json()).id);
    });

    test("an Idempotency-Key used for another request is 422", async () => {
      const headers = { "Idempotency-Key": "once-2" };
      await file("requestor", draft, headers);
      const answer = await file("requestor", { ...draft, title: "Something else" }, headers);
      expect([answer.status, (await answer.json()).code]).toEqual([422, "idempotency_key_reused"]);
    });

    test("two requests with one Idempotency-Key at the same instant file one record", async () => {
      const headers = { "Idempotency-Key": "once-3" };
      const answers = await Promise.all([1, 2, 3, 4].map(() => file("requestor", draft, headers)));
      const ids = await Promise.all(answers.map(async (answer) => (await answer.json()).id));
      expect(new Set(ids).size).toBe(1);
    });

    test("a refused change leaves its Idempotency-Key free", async () => {
      const { id, version } = await filed();
      const headers = { "Idempotency-Key": "once-4" };
      expect((await run(id, "submit", "risk", { version }, headers)).status).toBe(403);
      expect((await run(id, "submit", "requestor", { version }, headers)).status).toBe(200);
    });

    test("wrong bodies are refused in words, and nothing is filed", async () => {
      const count = async () => (await (await query("limit=200")).json()).data.length;
      const before = await count();
      const cases: [unknown, number, string][] = [
        ["{", 400, "malformed_json"],
        [[], 400, "invalid_body"],
        [{ title: "No category" }, 400, "invalid_body"],
        [{ category: "break_glass", scope: { networks: ["not a network"] } }, 400, "invalid_body"],
        [{ category: "break_glass", owner_id: "nobody@acme.example" }, 400, "unknown_user"],
        [{ category: "break_glass", ends_at: "soon" }, 400, "invalid_body"],
      ];
      for (const [body, status, code] of cases) {
        const answer = await file("requestor", body);
        expect([answer.status, (await answer.json()).code]).toEqual([status, code]);
      }
      expect(await count()).toBe(before);
    });

    test("the list is paged by cursor without a gap or a repeat, in every order", async () => {
      for (const sort of ["expires", "filed", "title", "risk"])
        for (const order of ["asc", "desc"]) {
          const seen: string[] = [];
          let cursor: string | null = "";
          while (cursor !== null) {
            const page: { data: { id: string }[]; next_cursor: string | null } = await (
              await query(`sort=${sort}&order=${order}&limit=3${cursor && `&cursor=${cursor}`}`)
            ).json();
            seen.push(...page.data.map(({ id }) => id));
            cursor = page.next_cursor;
          }
          const all = (await (await query("limit=200")).json()).data.length;
          expect([sort, order, new Set(seen).size, seen.length]).toEqual([sort, order, all, all]);
        }
    });

    test("the list is searched by the beginnings of words and filtered by state", async () => {
      await file("requestor", { ...draft, title: "Depôt scanners at Zürich" });
      const titles = async (search: string) =>
        (await (await query(search)).json()).data.map(({ title }: { title: string }) => title);
      expect(await titles("q=zur+scan")).toEqual(["Depôt scanners at Zürich"]);
      expect(await titles("q=nothing+like+it")).toEqual([]);
      expect((await titles("state=closed")).length).toBe(1);
      expect((await query("state=nonsense")).status).toBe(400);
      expect((await query("cursor=nonsense")).status).toBe(400);
    });

    test("somebody without a role sees only what concerns them", async () => {
      const { id } = await filed();
      expect((await read(id, tokens.leadership)).status).toBe(200);
      const outsider = await tokenFor(base, people.owner, ["read"]);
      expect((await read(id, outsider)).status).toBe(200);
      const other = await (await file("owner", { category: "accessibility", title: "Mine" })).json();
      expect((await read(other.id, tokens.requestor)).status).toBe(404);
      const seen = (await (await query("limit=200", tokens.requestor)).json()).data;
      expect(seen.map((one: { id: string }) => one.id)).not.toContain(other.id);
    });

    test("the reason of an accessibility exception is shown to approvers and its requestor only", async () => {
      const body = { category: "accessibility", title: "Screen reader", justification: "A private medical reason." };
      const { id } = await (await file("requestor", body)).json();
      const reasonFor = async (who: keyof People) => (await (await read(id, tokens[who])).json()).justification;
      expect([await reasonFor("requestor"), await reasonFor("identity")]).toEqual([
        body.justification,
        body.justification,
      ]);
      expect([await reasonFor("auditor"), await reasonFor("implementer")]).toEqual([null, null]);
    });

    test("a token of workspace A can neither read nor change a record of workspace B", async () => {
      const actor = { kind: "console", id: null } as const;
      const workspace = await createWorkspace(base.db, {
        slug: `other-${name}`,
        name: "Other",
        timeZone: "UTC",
        securityContact: null,
        actor,
        now: testStart,
      });
      const strangers = await addPeople({ db: base.db, workspace });
      const foreign = await tokenFor({ db: base.db, workspace }, strangers.admin, ["read", "write", "approve"]);
      const { id, version } = await filed();
      expect((await read(id, foreign)).status).toBe(404);
      for (const [command_, body] of [
        ["submit", {}],
        ["withdraw", {}],
        ["revoke", { comment: "x" }],
      ] as const) {
        const answer = await call(command.action, `/api/v1/exceptions/${id}/${command_}`, {
          context: contextFor(base),
          token: foreign,
          params: { id, command: command_ },
          body: { version, ...body },
        });
        expect([command_, answer.status]).toEqual([command_, 404]);
      }
      const edit = await call(record.action, `/api/v1/exceptions/${id}`, {
        context: contextFor(base),
        token: foreign,
        params: { id },
        method: "PUT",
        body: { ...draft, version },
      });
      expect(edit.status).toBe(404);
      expect((await (await query("", foreign)).json()).data).toEqual([]);
      expect((await (await read(id, tokens.auditor)).json()).version).toBe(version);
    });

    test("without a token, with an unknown one or with a cookie alone the API answers 401", async () => {
      for (const headers of [{}, { Authorization: "Bearer mfar_unknown" }, { Cookie: "__Host-mfa_session=x" }]) {
        const answer = await call(list.loader, "/api/v1/exceptions", { context: contextFor(base), headers });
        expect(answer.status).toBe(401);
      }
    });
  });

test("the API description names every command and only schemas that exist", () => {
  const text = JSON.stringify(description);
  for (const [, name] of text.matchAll(/#\/components\/schemas\/(\w+)/g))
    expect(Object.keys(description.components.schemas)).toContain(name);
  expect(Object.keys(description.paths)).toContain("/api/v1/exceptions/{id}/approve");
});
