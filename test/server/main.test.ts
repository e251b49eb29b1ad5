import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import { openDatabase } from "#db/connect.ts";
import { sealsOf } from "#db/decision-streams.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { serviceToken, signInOf } from "#test/support/decisions.ts";
import { freePort } from "#test/support/free-port.ts";
import { recordedDecisions } from "#test/support/recorded-decisions.ts";

let folder: string;
let servers: Server[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "mfa-register-server-"));
  servers = [];
});
afterEach(async () => {
  for (const server of servers) {
    server.process.kill("SIGKILL");
    await server.ended;
  }
  rmSync(folder, { recursive: true, force: true });
});

type Server = { url: string; process: ChildProcess; said: () => string; ended: Promise<number | null> };

/** Starts the register as people do, as a process of its own, and waits until it is ready. */
async function start(): Promise<Server> {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const command = fileURLToPath(new URL("../../bin/mfa-register.js", import.meta.url));
  const child = spawn(process.execPath, [command, "start"], {
    cwd: folder,
    env: {
      ...process.env,
      NODE_ENV: "production",
      DATA_DIR: folder,
      PORT: String(port),
      HOST: "127.0.0.1",
      PUBLIC_URL: url,
    },
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (text += chunk));
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const server = { url: `http://127.0.0.1:${port}`, process: child, said: () => text, ended };
  servers.push(server);
  await Promise.race([until(() => text.includes("MFA Register is at")), ended]);
  if (child.exitCode !== null) throw new Error(`the server ended with ${child.exitCode}: ${text}`);
  return server;
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 20));
}

async function withRegister<T>(work: (parts: Parameters<typeof serviceToken>[0]) => Promise<T>): Promise<T> {
  const { db, close } = openDatabase(`sqlite:${join(folder, "register.db")}`);
  try {
    const [workspace] = await listWorkspaces(db);
    if (!workspace) throw new Error("the server made no workspace");
    return await work({ db, workspace });
  } finally {
    await close();
  }
}

test("a first start makes a workspace and prints a link for its owner, which is not in the log", async () => {
  const { said } = await start();
  await until(() => said().includes("/setup/"));
  const [token = ""] = /(?<=\/setup\/)[\w-]+/.exec(said()) ?? [];
  expect(token).toHaveLength(43);
  expect(
    said()
      .split("\n")
      .filter((line) => line.startsWith("{") && line.includes(token)),
  ).toEqual([]);
  expect(await withRegister(async ({ workspace }) => workspace.slug)).toBe("default");
  expect(existsSync(join(folder, "secret.key"))).toBe(true);
});

test("a page carries the security headers and says nothing of what made it", async () => {
  const { url } = await start();
  const response = await fetch(`${url}/sign-in`);
  const policy = response.headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/script-src 'self' 'nonce-[\w+/=]+'(;|$)/);
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain("upgrade-insecure-requests");
  expect(response.headers.get("strict-transport-security")).toBeNull();
  expect(response.headers.get("x-powered-by")).toBeNull();
});

test("outside the demo nobody is let in with one click, no mail is shown, and a calendar's address stays out of the log", async () => {
  const { url, said } = await start();
  for (const path of ["/demo", "/demo/mailbox", "/demo/mailbox/msg_1", "/demo/mailbox/msg_1/html"])
    expect((await fetch(url + path)).status).toBe(404);
  const token = "V1StGXR8Z5jdHi6BmyTsVpQq2wErTyUiOpAsDfGhJkL";
  const calendar = await fetch(`${url}/calendar/${token}.ics`);
  expect([calendar.status, await calendar.text()]).toEqual([404, "There is no such calendar.\n"]);
  await until(() => said().includes('"path":"/calendar/…"'));
  expect(said()).not.toContain(token);
});

test("a form of another site is refused", async () => {
  const { url } = await start();
  const response = await fetch(`${url}/sign-in`, {
    method: "POST",
    headers: { Origin: "https://evil.example" },
    body: "a=b",
  });
  expect(response.status).toBe(403);
});

test("told to stop, it finishes what is running, seals what it decided and ends with 0", async () => {
  const server = await start();
  const { token } = await withRegister(serviceToken);
  const ask = () =>
    fetch(`${server.url}/access/v1/evaluation`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
      body: JSON.stringify(signInOf("anna@acme.example")),
    });
  const askMany = () => Array.from({ length: 50 }, async () => (await ask()).status);
  // Opens the connections, so that the second wave is on its way when the signal comes.
  await Promise.all(askMany());
  const running = askMany();
  const settled = Promise.allSettled(running);
  await running[0];
  server.process.kill("SIGTERM");
  expect(await server.ended).toBe(0);
  expect(await settled).toEqual(running.map(() => ({ status: "fulfilled", value: 200 })));
  await withRegister(async ({ db, workspace }) => {
    const rows = await recordedDecisions(db);
    expect(rows.length).toBe(100);
    const seals = await sealsOf(db, workspace.id, rows[0]?.stream ?? "");
    const { last } = await db
      .selectFrom("decisionBatches")
      .select((eb) => eb.fn.max("seq").as("last"))
      .executeTakeFirstOrThrow();
    expect(seals.at(-1)?.seq).toBe(last);
    expect(await verifyStreams(db, workspace.id)).toBeNull();
  });
});

test("what a killed server decided is sealed at the next start", async () => {
  const first = await start();
  const { token } = await withRegister(serviceToken);
  await fetch(`${first.url}/access/v1/evaluation`, {
    method: "POST",
    headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    body: JSON.stringify(signInOf("anna@acme.example")),
  });
  first.process.kill("SIGKILL");
  await first.ended;
  await start();
  await withRegister(async ({ db, workspace }) => {
    const { stream } = await db.selectFrom("decisionBatches").select("stream").executeTakeFirstOrThrow();
    expect(await sealsOf(db, workspace.id, stream)).toHaveLength(1);
  });
});

test("a port that is taken is said in one line, and the command fails", async () => {
  const { url } = await start();
  const command = fileURLToPath(new URL("../../bin/mfa-register.js", import.meta.url));
  const second = spawn(process.execPath, [command, "start"], {
    cwd: folder,
    env: { ...process.env, DATA_DIR: folder, PORT: new URL(url).port, HOST: "127.0.0.1" },
  });
  let said = "";
  second.stderr.on("data", (chunk: Buffer) => (said += chunk));
  expect(await new Promise((resolve) => second.once("exit", resolve))).toBe(1);
  expect(said).toContain("EADDRINUSE");
});
