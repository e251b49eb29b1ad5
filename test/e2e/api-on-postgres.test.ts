import { afterAll, beforeAll, expect, test } from "vitest";
import { putInPlace } from "#test/support/active-exception.ts";
import { mfaRegister, mfaRegisterJson } from "#test/support/command-line.ts";
import { createPostgresDatabase } from "#test/support/databases.ts";
import { type AskLoginPath, connectLoginPath } from "#test/support/login-path.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";

const roleOf = {
  requestor: ["approver_identity"],
  owner: [],
  risk: ["approver_risk"],
  identity: ["approver_identity", "implementer"],
  implementer: ["implementer"],
  admin: ["admin"],
} as const;
type Part = keyof typeof roleOf;

/** A record, or the problem document of a refusal. */
type Body = { id: string; version: number; state: string; is_live: boolean; code: string };

const addressOf = (part: Part) => `${part}@harbour.example`;
const imap = { user: addressOf("requestor"), application: "mail", protocol: "imap" };
const low = { likelihood: 2, impact: 2 };

let database: Awaited<ReturnType<typeof createPostgresDatabase>>;
let server: RunningServer;
let askLoginPath: AskLoginPath;
const tokens = {} as Record<Part, string>;
let record: Body;

beforeAll(async () => {
  database = await createPostgresDatabase();
  server = await startServer({ databaseUrl: database.url });
});
afterAll(async () => {
  await server?.stop();
  await database?.drop();
});

test("people and their tokens are made on the command line", async () => {
  const parts = Object.entries(roleOf) as [Part, readonly string[]][];
  await Promise.all(parts.map(([part, roles]) => addPerson(part, roles)));
  askLoginPath = await connectLoginPath(server);
  expect(await askLoginPath(imap)).toMatchObject({ decision: false, context: { reason: "LEGACY_PROTOCOL_REFUSED" } });
});

test("a spreadsheet with a row that is refused files nothing, and says which line and why", async () => {
  const { code, err } = await importSheet("test/fixtures/register-with-a-mistake.csv");
  expect([code, err]).toEqual([1, expect.stringMatching(/^line 3 refused: nobody here is called nobody@/)]);
  expect(await get("/api/v1/exceptions", "admin")).toMatchObject({ data: [] });
});

test("a spreadsheet becomes drafts of the requestor", async () => {
  expect(await importSheet("test/fixtures/register.csv")).toMatchObject({ code: 0 });
  const { data } = await get<{ data: Body[] }>("/api/v1/exceptions?state=draft", "requestor");
  expect(data).toMatchObject([{ title: "IMAP polling for the harbour mailbox", effect: "allow_legacy_protocol" }]);
  record = data[0] as Body; // there is one, or the line above would have failed
});

test("rated and approved, by others than its requestor, it lets nobody in yet", async () => {
  await give("submit", "requestor", {});
  await give("assess", "risk", { inherent: low, residual: low, comment: "One mailbox, one network." });
  expect(await refused("approve", "requestor", {})).toEqual([403, "own_request"]);
  await give("approve", "identity", { comment: "Until the release in spring." });
  expect([record.state, record.is_live]).toEqual(["approved", false]);
  expect(await askLoginPath(imap)).toMatchObject({ decision: false });
});

test("put in place by a third person it lets in exactly whom, where and how it names", async () => {
  expect(await refused("implement", "identity", putInPlace)).toEqual([403, "approver_implements"]);
  await give("implement", "implementer", { ...putInPlace, change_reference: "CHG-4711" });
  expect([record.state, record.is_live]).toEqual(["active", true]);
  expect(await askLoginPath(imap)).toMatchObject({
    decision: true,
    context: { reason: "MFA_EXCEPTION_APPLIED", exception: { id: record.id } },
  });
  for (const over of [{ user: addressOf("owner") }, { application: "payroll" }, { protocol: "pop" }])
    expect(await askLoginPath({ ...imap, ...over })).toMatchObject({ decision: false });
});

test("revoked it is over with the very next sign-in, and is closed", async () => {
  await give("revoke", "admin", { comment: "The connector speaks OAuth now." });
  expect(await askLoginPath(imap)).toMatchObject({ decision: false });
  await give("close", "admin", closure);
  expect(record.state).toBe("closed");
});

test("an exception ends at its instant, whatever its state still says", async () => {
  const endsAt = new Date(Date.now() + 4000).toISOString();
  const { status, body } = await send("POST", "/api/v1/exceptions", "requestor", {
    ...shortException,
    ends_at: endsAt,
  });
  expect(status).toBe(201);
  record = body;
  await give("submit", "requestor", {});
  await give("assess", "risk", { inherent: low, residual: low, comment: "Seconds." });
  await give("approve", "identity", {});
  await give("implement", "implementer", { ...putInPlace, change_reference: "CHG-4712" });

  expect(await answersAround(endsAt)).toEqual({ before: new Set([true]), after: false });
  expect(await get(`/api/v1/exceptions/${record.id}`, "admin")).toMatchObject({ state: "active", is_live: false });
});

test("the audit chain and every decision follow, and the server leaves in good order when told to", async () => {
  expect(await mfaRegisterJson(server, "verify")).toMatchObject({ ok: true });
  expect(await server.stop()).toBe(0);
  expect(server.printed()).not.toContain("fault");
});

const closure = {
  cause: "replaced",
  evidence: "CHG-4713",
  replaced_by: "OAuth in the connector",
  would_have_avoided: "Asking for it when it was bought",
};

const shortException = {
  title: "IMAP for the last letters",
  category: "legacy_or_service_account",
  effect: "allow_legacy_protocol",
  scope: { users: [addressOf("requestor")], applications: ["mail"], protocols: ["imap"] },
  owner_id: addressOf("owner"),
  justification: "The mailbox is emptied once more before it is closed.",
  compensating_controls: [{ name: "Restricted network" }],
  monitoring_plan: "Messaging watches while it runs.",
  details: { exit_plan: "Ends by itself" },
};

async function addPerson(part: Part, roles: readonly string[]): Promise<void> {
  const withRoles = roles.length > 0 ? ["--role", ...roles] : [];
  await mfaRegisterJson(server, "user", "add", addressOf(part), "--name", part, ...withRoles);
  const wish = ["token", "create", "--user", addressOf(part), "--scope", "read", "write", "approve"];
  ({ token: tokens[part] } = await mfaRegisterJson<{ token: string }>(server, ...wish));
}

/** Asks again and again; returns what was answered before an instant, and what to the first question after it. */
async function answersAround(instant: string) {
  const before = new Set<boolean>();
  for (;;) {
    const isAfter = new Date().toISOString() >= instant;
    const { decision } = await askLoginPath(imap);
    if (isAfter) return { before, after: decision };
    // What was on its way at that instant may be either.
    if (new Date().toISOString() < instant) before.add(decision);
  }
}

function importSheet(file: string) {
  return mfaRegister(server, "import", "csv", file, "--requestor", addressOf("requestor"));
}

async function send(method: "GET" | "POST", path: string, part: Part, body?: object) {
  const response = await fetch(server.url + path, {
    method,
    headers: { Authorization: `Bearer ${tokens[part]}`, "Content-Type": "application/json" },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

async function get<Answer = unknown>(path: string, part: Part): Promise<Answer> {
  const { status, body } = await send("GET", path, part);
  expect(status).toBe(200);
  return body as Answer; // cast: each caller names what it asked for
}

/** Gives the record a command as somebody, on the version that was last read. */
async function give(command: string, part: Part, said: object): Promise<void> {
  const answer = await sendCommand(command, part, said);
  expect(answer).toMatchObject({ status: 200 });
  record = answer.body;
}

async function refused(command: string, part: Part, said: object): Promise<[status: number, code: string]> {
  const { status, body } = await sendCommand(command, part, said);
  return [status, body.code];
}

function sendCommand(command: string, part: Part, said: object) {
  return send("POST", `/api/v1/exceptions/${record.id}/${command}`, part, { version: record.version, ...said });
}
