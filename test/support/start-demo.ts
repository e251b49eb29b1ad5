import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.ts";

/** Starts the demo as a process of its own on a free port, in a folder of its own. */
export async function startDemo(): Promise<{ url: string; dataDir: string; stop(): Promise<void> }> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-demo-"));
  const dataDir = join(folder, "demo");
  const url = `http://localhost:${port}`;
  const child = spawn(process.execPath, ["bin/mfa-register.js", "demo"], {
    env: { ...process.env, PORT: String(port), DATA_DIR: dataDir, PUBLIC_URL: url, LOG_LEVEL: "warn" },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const isReady = async () => (await fetch(`${url}/readyz`).catch(() => null))?.ok ?? false;
  const giveUpAt = Date.now() + 60_000;
  while (!(await isReady())) {
    if (child.exitCode !== null || Date.now() > giveUpAt) throw new Error("the demo did not start within a minute");
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return {
    url,
    dataDir,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
