import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runCli } from "#test/support/run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "mfa-register-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) => runCli(args, { DATA_DIR: join(folder, "data") });

// None of them may be refused only because the database is not there.
beforeAll(async () => {
  expect((await run("migrate")).code).toBe(0);
});

test.each(["start", "demo", "migrate", "import", "export", "verify", "evaluate", "jobs", "token", "user"])(
  "%s explains itself",
  async (command) => {
    const { code, out } = await run(command, "--help");
    expect(code).toBe(0);
    expect(out).toContain(`Usage: mfa-register ${command}`);
  },
);

test.each([
  ["an unknown command", ["nope"]],
  ["no command", []],
  ["an unknown option", ["verify", "--nope"]],
  ["a missing argument", ["import", "csv"]],
  ["a missing option", ["evaluate", "--user", "a@b.example"]],
  ["two options that exclude each other", ["token", "create", "--user", "a", "--service", "b", "--scope", "read"]],
  ["a value that does not exist", ["export", "everything"]],
  ["an unknown job", ["jobs", "run", "nope"]],
])("%s is a wrong use: 2, and a hint on standard error", async (_what, args) => {
  const { code, out, err } = await run(...args);
  expect(code).toBe(2);
  expect(out).toBe("");
  expect(err).not.toBe("");
});

test("a wrong environment is named all at once, without its values: 2", async () => {
  const { code, err } = await runCli(["migrate"], { PORT: "many", SMTP_URL: "gopher://secret" });
  expect(code).toBe(2);
  expect(err).toContain("PORT");
  expect(err).toContain("SMTP_URL");
  expect(err).not.toContain("secret");
});

test("a database that was never migrated is refused: 1", async () => {
  const { code, err } = await runCli(["verify"], { DATA_DIR: join(folder, "new") });
  expect(code).toBe(1);
  expect(err).toContain("mfa-register migrate");
});

test("migrate says what ran, and the second time that nothing had to", async () => {
  const env = { DATA_DIR: join(folder, "fresh") };
  const first = await runCli(["migrate", "--json"], env);
  expect(JSON.parse(first.out)).toEqual({ ran: expect.arrayContaining(["001_workspaces_and_audit"]) });
  expect(JSON.parse((await runCli(["migrate", "--json"], env)).out)).toEqual({ ran: [] });
});
