import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashPassword } from "#app/auth/password.server.ts";
import { apply } from "#app/register/apply.server.ts";
import { fileException } from "#app/register/file-exception.server.ts";
import { type Database, openDatabase } from "#db/connect.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { findUserByName, type User } from "#db/users.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { completeDraft } from "#test/support/active-exception.ts";
import { authenticatorApp } from "#test/support/authenticator-app.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { faultsIn } from "#test/support/page-faults.ts";
import { sayWhatIsShown } from "#test/support/say-what-is-shown.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { openCommand, openWindow, setUpPasskey, stateOn, textOf } from "#test/support/windows.ts";

const people = {
  requestor: { roles: [], address: "requestor@harbour.example" },
  identity: { roles: ["approver_identity"], address: "identity@harbour.example" },
  deputy: { roles: ["approver_identity"], address: "deputy@harbour.example" },
  newcomer: { roles: ["approver_identity"], address: "newcomer@harbour.example" },
} as const;
type Part = keyof typeof people;

const password = "several words are fine here";
const comment = "The plan names a date, and the network is narrow.";

let server: RunningServer;
let browser: Browser;
let database: Database;
const userOf = {} as Record<Part, User>; // filled in before the first test

sayWhatIsShown(() => browser);

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  database = openDatabase(`sqlite:${server.dataDir}/register.db`);
  const [workspace] = await listWorkspaces(database.db);
  for (const [part, { address, roles }] of Object.entries(people) as [Part, (typeof people)[Part]][]) {
    const withRoles = roles.flatMap((role) => ["--role", role]);
    await mfaRegisterJson(server, "user", "add", address, "--name", part, ...withRoles);
    const user = await findUserByName(database.db, workspace?.id ?? "", address);
    if (user) userOf[part] = user;
  }
});
afterAll(async () => {
  await browser?.close();
  await database?.close();
  await server?.stop();
});

const linkFor = async (part: Part) =>
  (await mfaRegisterJson<{ url: string }>(server, "user", "invite", people[part].address)).url;

/** A record that waits for the approval of identity security, filed and rated a moment ago. */
async function waitingRecord(): Promise<string> {
  const { db } = database;
  const { requestor, deputy } = userOf;
  const now = new Date().toISOString();
  const { workspaceId } = requestor;
  const filing = { workspaceId, requestor: { userId: requestor.id }, now } as const;
  const actor = { kind: "user", id: requestor.id } as const;
  const draft = completeDraft({ ownerId: requestor.userName });
  let record = await fileException(db, { ...filing, draft, requestor: { userId: requestor.id, roles: [] }, actor });
  const low = { likelihood: 2, impact: 2 } as const;
  for (const [user, roles, said] of [
    [requestor, [], { command: "submit", comment: "" }],
    [deputy, ["approver_identity"], { command: "assess", inherent: low, residual: low, comment: "Looked at it" }],
  ] as const)
    record = await apply(db, {
      ...{ workspaceId, id: record.id, now, input: { ...said, version: record.version } },
      actor: { userId: user.id, roles, aal: 2, factorUsedAt: now },
      auditActor: { kind: "user", id: user.id },
    });
  return record.id;
}

/** As if everything that somebody did to sign in had happened sixteen minutes earlier. */
async function letFactorsAge(part: Part): Promise<void> {
  const { db } = database;
  const rows = await db
    .selectFrom("sessions")
    .select(["idHash", "methods"])
    .where("userId", "=", userOf[part].id)
    .execute();
  for (const { idHash, methods } of rows) {
    const aged = methods.replaceAll(/"completedAt":"([^"]+)"/g, (_all, at: string) => {
      return `"completedAt":"${new Date(Date.parse(at) - 16 * 60_000).toISOString()}"`;
    });
    await db.updateTable("sessions").set({ methods: aged }).where("idHash", "=", idHash).execute();
  }
}

/** Sends an approval after the factor has grown old, and returns whose comment has to come back. */
async function approveLate(page: Page, part: Part, id: string): Promise<void> {
  await openCommand(page, id, "Approve");
  await letFactorsAge(part);
  await page.getByLabel("Comment").fill(comment);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByRole("heading", { name: "Confirm that it is you" }).waitFor();
  await page.getByText("What you had typed is kept for 15 minutes").waitFor();
}

async function sendAgain(page: Page, id: string): Promise<void> {
  await page.getByText("Confirmed. Check and send again.").waitFor();
  expect(new URL(page.url()).pathname).toBe(`/exceptions/${id}/approve`);
  expect(await page.getByLabel("Comment").inputValue()).toBe(comment);
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
  expect(await stateOn(page)).toContain("Approved");
  await page.goto(`/exceptions/${id}/approvals`);
  await page.getByText(comment).first().waitFor();
}

test("an approval whose factor is too old leads to a passkey and back to the comment as it was typed", async () => {
  const page = await openWindow(browser, server.url);
  await setUpPasskey(page, await linkFor("identity"));
  const id = await waitingRecord();
  await approveLate(page, "identity", id);
  expect(await faultsIn(page)).toEqual([]);
  await page.getByRole("button", { name: "Use your passkey" }).click();
  await page.getByText("Confirmed. Check and send again.").waitFor();
  expect(await faultsIn(page)).toEqual([]);
  await sendAgain(page, id);
});

test("the same without scripts, with a password's app, and a wrong code on the way", async () => {
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(await linkFor("deputy"));
  const secret = (await textOf(page.getByText(/^Key:/).locator("code"))).replaceAll(" ", "");
  await page.getByLabel("Password").fill(password);
  const app = authenticatorApp(secret);
  await page.getByLabel("6-digit code").fill(app());
  await page.getByRole("button", { name: "Use password and app" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/setup/"));
  const id = await waitingRecord();
  await approveLate(page, "deputy", id);
  await page.getByLabel("6-digit code").fill("000000");
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByText("That did not work").waitFor();
  // The code of now was spent on setting up the app; the next one is good already.
  await page.getByLabel("6-digit code").fill(app());
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await sendAgain(page, id);
});

test("whoever has no factor yet enrols one on the way, after their password, and comes back to the form", async () => {
  const { workspaceId, id } = userOf.newcomer;
  await setPasswordHash(database.db, workspaceId, id, await hashPassword(password));
  const page = await openWindow(browser, server.url);
  await page.goto("/sign-in?to=/account/delegations");
  await page.getByLabel("E-mail").fill(people.newcomer.address);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("Who takes it").fill(people.deputy.address);
  await page.getByLabel("Reason").fill("Two weeks at sea");
  await page.locator('[name="ends_at"]').fill(new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 16));
  await letFactorsAge("newcomer");
  await page.getByRole("button", { name: "Give my place" }).click();
  await page.getByRole("heading", { name: "Enter your password again" }).waitFor();
  expect(await faultsIn(page)).toEqual([]);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByRole("link", { name: "Set up a second factor" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByRole("button", { name: "Use your passkey" }).click();
  await page.getByText("Confirmed. Check and send again.").waitFor();
  expect(await page.getByLabel("Reason").inputValue()).toBe("Two weeks at sea");
  await page.getByRole("button", { name: "Give my place" }).click();
  await page.getByRole("row", { name: /deputy for newcomer/ }).waitFor();
});
