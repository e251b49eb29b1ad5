import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addDays } from "#app/register/days.ts";
import { activeException } from "#test/support/active-exception.ts";
import { databases, type TestDatabase } from "#test/support/databases.ts";
import { openToTampering } from "#test/support/open-to-tampering.ts";
import { addPeople } from "#test/support/people.ts";
import { runCli } from "#test/support/run-cli.ts";

for (const [name, open] of Object.entries(databases))
  describe(name, () => {
    let database: TestDatabase;
    let exceptionId: string;
    const folder = mkdtempSync(join(tmpdir(), "mfa-register-cli-"));
    const now = new Date().toISOString();
    beforeAll(async () => {
      database = await open();
      const people = await addPeople(database);
      const scope = { users: ["requestor@acme.example"], applications: ["mail"], protocols: ["imap" as const] };
      const record = await activeException(database, people, {
        now,
        endsAt: addDays(now, 30),
        scope: { ...emptyLists, ...scope },
      });
      exceptionId = record.id;
    });
    afterAll(async () => {
      await database.close();
      rmSync(folder, { recursive: true });
    });
    const run = (...args: string[]) => runCli(args, { DATABASE_URL: database.url, DATA_DIR: folder });
    const json = async (...args: string[]) => JSON.parse((await run(...args, "--json")).out) as Record<string, unknown>;

    test("evaluate gives the answer of the endpoint, with the exception until its end and without it from then on", async () => {
      const imap = ["evaluate", "-u", "requestor@acme.example", "-a", "mail", "--protocol", "imap"];
      expect(await json(...imap)).toMatchObject({
        decision: true,
        context: { reason: "MFA_EXCEPTION_APPLIED", exception: { id: exceptionId } },
      });
      expect(await json(...imap, "--at", addDays(now, 30))).toMatchObject({
        decision: false,
        context: { reason: "LEGACY_PROTOCOL_REFUSED" },
      });
      expect(await json("evaluate", "-u", "nobody", "-a", "mail")).toMatchObject({
        decision: false,
        context: { reason: "SUBJECT_UNKNOWN" },
      });
    });

    test("evaluate --explain prints one line for each rule", async () => {
      const { code, out } = await run("evaluate", "-u", "requestor@acme.example", "-a", "mail", "--explain");
      expect(code).toBe(0);
      expect(out).toMatch(/^requirement +won +workspace/m);
    });

    test("a token is printed once, listed without its text, and works no longer once revoked", async () => {
      const { token, id } = await json(
        "token",
        "create",
        "--service",
        "gateway",
        "--scope",
        "decide",
        "--expires-in",
        "90d",
      );
      expect(token).toMatch(/^mfar_/);
      const listed = await run("token", "list", "--json");
      expect(listed.out).not.toContain(String(token));
      expect(JSON.parse(listed.out)).toMatchObject([{ id, name: "gateway", scopes: ["decide"], is_live: true }]);
      expect((await run("token", "revoke", String(id))).code).toBe(0);
      expect((await run("token", "revoke", String(id))).code).toBe(1);
      expect(JSON.parse((await run("token", "list", "--json")).out)).toMatchObject([{ id, is_live: false }]);
    });

    test.each([
      ["scopes that do not fit a service", 1, ["--service", "x", "--scope", "read"]],
      ["a scope that does not exist", 2, ["--service", "x", "--scope", "everything"]],
      ["a person who does not exist", 2, ["--user", "nobody@acme.example", "--scope", "read"]],
      ["a time that is none", 2, ["--service", "x", "--scope", "decide", "--expires-in", "soon"]],
      ["nobody", 2, ["--scope", "read"]],
    ])("a token for %s is refused with %i", async (_what, code, args) => {
      expect((await run("token", "create", ...args)).code).toBe(code);
    });

    test("a person is added, given roles, barred and let in again", async () => {
      await json("user", "add", "zoe@acme.example", "--name", "Zoe", "--role", "implementer", "--group", "night-shift");
      expect((await run("user", "add", "ZOE@acme.example", "--name", "Zoe")).code).toBe(1);
      expect((await run("user", "roles", "zoe@acme.example", "auditor")).code).toBe(0);
      expect((await run("user", "roles", "zoe@acme.example", "auditor", "admin")).code).toBe(1);
      expect((await run("user", "roles", "zoe@acme.example", "king")).code).toBe(2);
      expect((await run("user", "disable", "zoe@acme.example", "--reason", "left")).code).toBe(0);
      const people = JSON.parse((await run("user", "list", "--json")).out) as Record<string, unknown>[];
      expect(people.find((person) => person.user_name === "zoe@acme.example")).toMatchObject({
        roles: ["auditor"],
        disabled_at: expect.any(String),
      });
      expect((await run("user", "enable", "zoe@acme.example")).code).toBe(0);
      expect(await json("user", "invite", "zoe@acme.example")).toMatchObject({
        url: expect.stringContaining("/setup/"),
      });
    });

    test("somebody without a password gets no link for a new one", async () => {
      await json("user", "add", "ben@acme.example", "--name", "Ben");
      expect((await run("user", "reset-password", "ben@acme.example")).code).toBe(1);
    });

    test("an import reports what it filed as JSON, and refuses a sheet with a wrong row as a whole", async () => {
      const sheet = join(folder, "sheet.csv");
      writeFileSync(sheet, "Name,Kind\nOne,accessibility\nTwo,nonsense\n");
      const args = ["import", "csv", sheet, "--map", "title=Name", "category=Kind"];
      const refused = await run(...args, "--json");
      expect(refused.code).toBe(1);
      expect(JSON.parse(refused.out)).toMatchObject({ filed: [], refused: [{ line: 3 }] });
      const partial = await run(...args, "--json", "--partial");
      expect(partial.code).toBe(0);
      expect(JSON.parse(partial.out)).toMatchObject({ filed: [{ title: "One" }], refused: [{ line: 3 }] });
      expect((await run("import", "csv", sheet, "--map", "colour=Kind")).code).toBe(2);
      expect((await run("import", "csv", join(folder, "none.csv"))).code).toBe(2);
      expect((await run("import", "entra-conditional-access", sheet)).code).toBe(2);
    });

    test("a directory is taken in as a whole, by the headings of the file, and a dry run writes nothing", async () => {
      const sheet = join(folder, "directory.csv");
      writeFileSync(sheet, "kind;id;Mail;name;groups\ngroup;lab;;Laboratory;\n;;ivy@acme.example;Ivy;Laboratory\n");
      const args = ["import", "directory", sheet, "--map", "user_name=Mail", "--delimiter", ";"];
      const counts = { added: 2, changed: 0, unchanged: 0, refused: [] };
      expect(await json(...args, "--dry-run")).toMatchObject(counts);
      expect(await json(...args)).toMatchObject(counts);
      expect(await json(...args)).toMatchObject({ added: 0, unchanged: 2 });
      writeFileSync(sheet, "user_name;name;groups\numa@acme.example;Uma;nowhere\n");
      const refused = await run("import", "directory", sheet, "--delimiter", ";");
      expect([refused.code, refused.err]).toEqual([1, expect.stringContaining("line 2 refused: there is no group")]);
      expect((await run("import", "directory", sheet, "--map", "colour=name")).code).toBe(2);
    });

    test("an export is a file only when all of it is there, and goes to standard output otherwise", async () => {
      const file = join(folder, "register.csv");
      const made = await json("export", "register", "--out", file);
      expect(made).toMatchObject({ file, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
      expect(readFileSync(file, "utf8")).toContain(exceptionId);
      expect(readdirSync(folder).filter((entry) => entry.endsWith(".partial"))).toEqual([]);
      const { out, err } = await run("export", "audit");
      expect(JSON.parse(out.split("\n")[0] ?? "")).toMatchObject({ seq: 1, type: "workspace.created" });
      expect(err).toContain("SHA-256");
      const one = await json("export", "register", "--query", `ids=${exceptionId}`, "--format", "jsonl", "--out", file);
      expect([one, JSON.parse(readFileSync(file, "utf8"))]).toMatchObject([{ rows: 1 }, { id: exceptionId }]);
      for (const wrong of [["audit", "--as-of", "2026-01-01T00:00:00Z"], ["register", "--format", "zip"], ["poam"]])
        expect((await run("export", ...wrong)).code).toBe(2);
    });

    test("a job runs by hand, and its history says so", async () => {
      expect(await json("jobs", "run", "expire-exceptions")).toEqual({
        outcome: "done",
        report: { recorded: 0, failed: 0 },
      });
      const history = JSON.parse((await run("jobs", "history", "expire-exceptions", "--json")).out) as unknown;
      expect(history).toMatchObject([
        { name: "expire-exceptions", slot: expect.stringContaining("by hand"), outcome: "done" },
      ]);
    });

    test("verify is 0 for a whole chain and 1 for a broken one, naming the first row that does not follow", async () => {
      expect(await json("verify")).toMatchObject({ ok: true, workspaces: [{ workspace: "acme", ok: true }] });
      expect((await run("verify", "-w", "nowhere")).code).toBe(2);
      await openToTampering(database, "audit_events");
      await database.db
        .updateTable("auditEvents")
        .set({ at: "2020-01-01T00:00:00.000Z" })
        .where("seq", "=", 3)
        .execute();
      const broken = await run("verify", "--json");
      expect(broken.code).toBe(1);
      expect(JSON.parse(broken.out)).toMatchObject({
        ok: false,
        workspaces: [{ up_to_seq: 2, first_break: { seq: 3, reason: "altered" } }],
      });
      expect((await run("verify", "--workspace", "acme")).out).toContain("audit row 3 does not follow");
    });
  });

const emptyLists = {
  servicePrincipals: [],
  groups: [],
  roles: [],
  networks: [],
  devices: [],
  windows: [],
  maxUses: null,
};
