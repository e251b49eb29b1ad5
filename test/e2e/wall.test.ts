import { generateSync } from "otplib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { hashPassword } from "#app/auth/password.server.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { setPasswordHash } from "#db/passwords.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { makeCodes, openWindow } from "#test/support/windows.ts";

const password = "several words are fine here";
const daysAgo = (days: number) => new Date(Date.now() - days * 24 * 3_600_000).toISOString();

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  await inRegister(async (db) => {
    const [workspace] = await listWorkspaces(db);
    if (!workspace) throw new Error("the server made no workspace, expected one");
    // The policy has asked for longer than anybody has been there.
    await putPolicy({ db, workspace }, { askedSince: daysAgo(60) }, new Date().toISOString());
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function inRegister(change: (db: Db) => Promise<void>): Promise<void> {
  const { db, close } = openDatabase(`sqlite:${server.dataDir}/register.db`);
  try {
    await change(db);
  } finally {
    await close();
  }
}

/** Somebody with a password alone, as after a reset of their factors, whose time to enrol began so many days ago. */
async function addPersonWithPassword(name: string, firstSignInDaysAgo: number): Promise<string> {
  const userName = `${name}@harbour.example`;
  await mfaRegisterJson(server, "user", "add", userName, "--name", name);
  await inRegister(async (db) => {
    const user = db.selectFrom("users").selectAll().where("userName", "=", userName);
    const { workspaceId, id } = await user.executeTakeFirstOrThrow();
    await setPasswordHash(db, workspaceId, id, await hashPassword(password));
    const at = daysAgo(firstSignInDaysAgo);
    await db.updateTable("users").set({ createdAt: at, firstSignInAt: at }).where("id", "=", id).execute();
  });
  return userName;
}

async function givePassword(page: Page, userName: string): Promise<void> {
  await page.getByLabel("E-mail").fill(userName);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

async function secretShown(page: Page): Promise<string> {
  return ((await page.locator("code").first().textContent()) ?? "").replaceAll(" ", "");
}

test("in time, a password lets in, and every page says for how long yet and leads to setting up a factor", async () => {
  const userName = await addPersonWithPassword("ines", 11);
  const page = await openWindow(browser, server.url);
  await page.goto("/sign-in");
  await givePassword(page, userName);
  await page.waitForURL("**/exceptions");
  const banner = page.getByText("Set up a second factor within 2 d");
  for (const path of ["/exceptions", "/my-work", "/account/security"]) {
    await page.goto(path);
    await banner.waitFor();
  }
  await page.goto("/exceptions");
  await page.getByRole("link", { name: "Set one up now" }).click();
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await page
    .getByRole("cell", { name: /Security key/ })
    .first()
    .waitFor();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  expect(await banner.count()).toBe(0);
});

test("after that a password leads to the wall, and no other address, tab or step back leads around it", async () => {
  const userName = await addPersonWithPassword("mateo", 15);
  const page = await openWindow(browser, server.url);
  await page.goto("/exceptions/new");
  await givePassword(page, userName);
  const wall = page.getByText("The time to set one up at leisure is over.");
  await wall.waitFor();
  for (const path of ["/exceptions", "/account/security", "/account/sessions", "/settings/tokens", "/sign-in"]) {
    await page.goto(path);
    await wall.waitFor();
  }
  await page.goBack();
  await wall.waitFor();
  const second = await page.context().newPage();
  await second.goto("/approvals");
  await second.getByText("The time to set one up at leisure is over.").waitFor();
  await second.close();
  const answer = await page.request.post("/account/security", {
    form: { intent: "revoke", id: "fac_1" },
    headers: { Origin: server.url },
    maxRedirects: 0,
  });
  expect([answer.status(), answer.headers().location]).toEqual([302, "/sign-in"]);
});

test("the wall opens to a passkey, and leads on to where one was going", async () => {
  const userName = await addPersonWithPassword("aoife", 15);
  const page = await openWindow(browser, server.url);
  await page.goto("/exceptions/new");
  await givePassword(page, userName);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  await leaveCodes(page);
  await page.waitForURL("**/exceptions/new");
});

test("without scripts the wall opens to an authenticator app, and a mistyped code does not cost the scanned key", async () => {
  const userName = await addPersonWithPassword("zuri", 15);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/exceptions");
  await givePassword(page, userName);
  const secret = await secretShown(page);
  await page.getByLabel("6-digit code that the app shows").fill("000000");
  await page.getByRole("button", { name: "Add the app" }).click();
  await page.getByText("This is not the code").first().waitFor();
  expect(await secretShown(page)).toBe(secret);
  await page.getByLabel("6-digit code that the app shows").fill(generateSync({ secret }));
  await page.getByRole("button", { name: "Add the app" }).click();
  await leaveCodes(page);
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
});

test("where the policy takes codes alone, the wall opens to them without scripts, once one of them was used", async () => {
  await inRegister(async (db) => {
    const [workspace] = await listWorkspaces(db);
    if (!workspace) throw new Error("the server made no workspace, expected one");
    const change = { factorSet: "any", codesCountAsEnrollment: true } as const;
    await putPolicy({ db, workspace }, change, new Date().toISOString());
  });
  const userName = await addPersonWithPassword("noor", 15);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto("/my-work");
  await givePassword(page, userName);
  await page.getByRole("link", { name: "Use recovery codes only" }).click();
  const codes = await makeCodes(page);
  // Made is not yet in.
  await page.goto("/my-work");
  await page.getByRole("heading", { name: "Use a recovery code" }).waitFor();
  await page.getByLabel("Recovery code").fill(codes[7] ?? "");
  await page.getByRole("button", { name: "Sign in with this code" }).click();
  await page.getByText("9 of 10 are left").waitFor();
  await page.getByRole("link", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "My work", level: 1 }).waitFor();
});

/** Whoever has enrolled their first factor is offered recovery codes. */
async function leaveCodes(page: Page): Promise<void> {
  await page.getByRole("heading", { name: "Keep a way back in" }).waitFor();
  await page.getByRole("link", { name: "Not now" }).click();
}
