import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { runCli } from "#test/support/run-cli.ts";

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "mfa-register-demo-"));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}

test("the demo never deletes a folder that it did not make: 2", async () => {
  const theirs = folder();
  writeFileSync(join(theirs, "register.db"), "precious");
  const { code, err } = await runCli(["demo"], { DATA_DIR: theirs, PORT: "0" });
  expect(code).toBe(2);
  expect(err).toContain("did not make");
  expect(readFileSync(join(theirs, "register.db"), "utf8")).toBe("precious");
  expect(existsSync(join(theirs, ".mfa-register-demo"))).toBe(false);
});
