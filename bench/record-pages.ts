import type { Caller } from "#app/auth/caller.server.ts";
import { openSession } from "#app/auth/session.server.ts";
import { addComment } from "#app/register/add-comment.server.ts";
import type { Exception } from "#app/register/exception.ts";
import { openDatabase } from "#db/connect.ts";
import { findUser } from "#db/users.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { letIn, nobody } from "#test/support/sign-in.ts";
import { approve, type Office, openOffice, putInPlace, toApproval } from "./life-of-record.ts";
import type { Register } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { startProduct } from "./servers.ts";

const comments = 200;
const events = 500;
const repetitions = 41;
const tabs = { overview: "", thread: "/approvals", history: "/history" };

/** Measures the tabs of a record with a long life against those of one that has just begun, as a browser gets them. */
export async function measureRecordPages(register: Register): Promise<Result[]> {
  const { long, short, cookie } = await fill(register);
  const server = await startProduct(register);
  try {
    const results: Result[] = [];
    for (const [name, path] of Object.entries(tabs)) {
      const [slow, quick]: [number[], number[]] = [[], []];
      for (let turn = 0; turn < repetitions; turn++) {
        slow.push(await load(server.ready.port, `/exceptions/${long}${path}`, cookie));
        quick.push(await load(server.ready.port, `/exceptions/${short}${path}`, cookie));
      }
      const title = `record page, ${name}, ${events} events and ${comments} comments against none`;
      results.push(result(title, "ms", median(slow), "ratio <= 3", median(quick)));
    }
    return results;
  } finally {
    await server.stop();
  }
}

async function load(port: number, path: string, cookie: string): Promise<number> {
  const started = performance.now();
  const response = await fetch(`http://127.0.0.1:${port}${path}`, { headers: { cookie }, redirect: "manual" });
  await response.text();
  if (response.status !== 200) throw new Error(`${path} was answered ${response.status}, expected 200`);
  return performance.now() - started;
}

async function fill({ url, workspaceId }: Register) {
  const database = openDatabase(url);
  try {
    const { db } = database;
    const office = await openOffice(db, workspaceId);
    const [long, short] = [await active(office), await active(office)];
    const caller = await callerOf(office, workspaceId, db);
    for (let number = 1; number <= comments; number++) {
      const now = new Date().toISOString();
      await addComment(db, { caller, id: long.id, body: `Looked at it again, for the ${number}th time.`, now });
    }
    // Filing it and putting it in place made five.
    let record = long;
    for (let number = comments + 5; number < events; number++)
      record = await office.run(record, "admin", {
        command: "report_progress",
        milestone: "Connector bought",
        is_done: number % 2 === 0,
      });
    const now = new Date().toISOString();
    const methods = [{ method: "passkey", completedAt: now, userVerified: true } as const];
    const { userId } = office.people.admin;
    const opening = { workspaceId, userId, methods, client: nobody, admission: letIn, now };
    const { value } = await openSession(db, opening);
    return { long: long.id, short: short.id, cookie: `mfa_session=${value}` };
  } finally {
    await database.close();
  }
}

async function active(office: Office): Promise<Exception> {
  const assessed = await toApproval(office, await office.file());
  return putInPlace(office, await office.run(assessed, "identity", approve));
}

async function callerOf(
  { people: { admin } }: Office,
  workspaceId: string,
  db: Parameters<typeof findUser>[0],
): Promise<Caller> {
  const [workspace, user] = [await findWorkspace(db, workspaceId), await findUser(db, workspaceId, admin.userId)];
  if (!workspace || !user) throw new Error(`${admin.userId} is not in ${workspaceId}`);
  const proof = { aal: 2, factorUsedAt: new Date().toISOString() } as const;
  const { userId, roles, auditActor } = admin;
  return { workspace, user, roles, actor: { userId, roles, ...proof }, auditActor, session: null, token: null };
}
