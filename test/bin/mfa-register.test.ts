import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

test("without its dependencies the command says in one sentence what to do, and ends as used wrongly", () => {
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-bin-"));
  cpSync(fileURLToPath(new URL("../../bin", import.meta.url)), join(folder, "bin"), { recursive: true });
  cpSync(fileURLToPath(new URL("../../package.json", import.meta.url)), join(folder, "package.json"));

  const { status, stderr } = spawnSync(process.execPath, [join(folder, "bin/mfa-register.js")], { encoding: "utf8" });
  rmSync(folder, { recursive: true });

  expect(stderr).toBe("mfa-register: its dependencies are not installed; run `npm ci` in its folder first.\n");
  expect(status).toBe(2);
});
