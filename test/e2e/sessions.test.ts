import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#db/connect.ts";
import { authenticatorApp } from "#test/support/authenticator-app.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegister, mfaRegisterJson } from "#test/support/command-line.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { openWindow, setUpPasskey, textOf } from "#test/support/windows.ts";

const password = "several words are fine here";

let mail: MailServer;
let server: RunningServer;
let browser: Browser;
let owner: Page;

beforeAll(async () => {
  mail = await startMailServer();
  const settings = { SMTP_URL: mail.url, MAIL_FROM: "Register <register@harbour.example>" };
  [server, browser] = await Promise.all([startServer({ settings }), launchBrowser()]);
  owner = await openWindow(browser, server.url);
  const link = /http:\S+\/setup\/\S+/.exec(server.printed())?.[0] ?? "";
  await setUpPasskey(owner, link, { email: "olga@harbour.example", name: "Olga Lind" });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await mail?.close();
});

/** A window without scripts. */
async function plainWindow(): Promise<Page> {
  return (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
}

type Somebody = { page: Page; userName: string; app: () => string };

/** Somebody with a password and an authenticator app, who is signed in. */
async function addPerson(name: string): Promise<Somebody> {
  const userName = `${name.toLowerCase()}@harbour.example`;
  await mfaRegisterJson(server, "user", "add", userName, "--name", name);
  const { url } = await mfaRegisterJson<{ url: string }>(server, "user", "invite", userName);
  const page = await plainWindow();
  await page.goto(url);
  const secret = (await textOf(page.locator("code").first())).replaceAll(" ", "");
  const app = authenticatorApp(secret);
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("6-digit code").fill(app());
  await page.getByRole("button", { name: "Use password and app" }).click();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  return { page, userName, app };
}

async function givePassword(page: Page, userName: string, typed: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(userName);
  await page.getByLabel("Password").fill(typed);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** Signs in with a code of the next step; the one before is spent. */
async function signIn({ userName, app }: Omit<Somebody, "page">): Promise<Page> {
  const page = await plainWindow();
  await givePassword(page, userName, password);
  await page.getByLabel(/6-digit code/).fill(app());
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  return page;
}

async function openSessionsOf(name: string): Promise<void> {
  await owner.goto(`/directory?q=${name}`);
  await owner.locator("tbody").getByRole("link").first().click();
  await owner.locator("main").getByRole("link", { name: "Sessions", exact: true }).click();
  await owner.waitForURL("**/sessions");
}

async function isSignedOut(page: Page): Promise<void> {
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
}

test("people see where they are signed in, end another session, and an admin ends the last one", async () => {
  const noor = await addPerson("Noor");
  const elsewhere = await signIn(noor);
  await noor.page.goto("/account/sessions");
  const rows = noor.page.getByRole("region", { name: "Sessions, table" }).locator("tbody tr");
  expect(await rows.count()).toBe(2);
  await rows.filter({ hasNotText: "This one" }).getByRole("button").click();
  await noor.page.getByText("1 session ended.").waitFor();
  await isSignedOut(elsewhere);
  expect(await rows.count()).toBe(1);

  await openSessionsOf("noor");
  await owner.getByText("End all their sessions…").click();
  await owner.getByRole("button", { name: "End all their sessions" }).click();
  await owner.getByText("1 session ended.").waitFor();
  await isSignedOut(noor.page);
});

test("five wrong passwords lock an account, which its person is told, and which opens by itself or by an admin", async () => {
  const piet = await addPerson("Piet");
  const stranger = await plainWindow();
  for (let index = 0; index < 5; index += 1) {
    await givePassword(stranger, piet.userName, "wrong password here");
    await stranger.getByRole("alert").waitFor();
  }
  await givePassword(stranger, piet.userName, password);
  await stranger.getByText(/After five wrong tries an account is closed for a while/).waitFor();
  await mfaRegister(server, "jobs", "run", "send-outbox");
  const told = mail.received.filter(({ to }) => to.includes(piet.userName)).map(({ raw }) => raw);
  expect(told.some((raw) => raw.includes("Your account is closed for a while"))).toBe(true);

  await openSessionsOf("piet");
  await owner.getByText("Locked", { exact: true }).waitFor();
  await owner.getByRole("button", { name: "Open it now" }).click();
  await owner.getByText("The account is open again.").waitFor();
  await givePassword(stranger, piet.userName, password);
  await stranger.getByLabel(/6-digit code/).waitFor();

  for (let index = 0; index < 5; index += 1) {
    await stranger.goto("/sign-in");
    await stranger.getByLabel(/6-digit code/).fill("000000");
    await stranger.getByRole("button", { name: "Sign in", exact: true }).click();
  }
  // The sign-in that had begun is over, too.
  await stranger.goto("/sign-in");
  await stranger.getByLabel("E-mail").waitFor();
  await letTheLockPass(piet.userName);
  await signIn(piet);
});

/** A lock lasts for a minute at least. */
async function letTheLockPass(userName: string): Promise<void> {
  const { db, close } = openDatabase(`sqlite:${server.dataDir}/register.db`);
  try {
    const passed = await db
      .updateTable("users")
      .set({ lockedUntil: new Date().toISOString() })
      .where("userName", "=", userName)
      .where("lockedUntil", "is not", null)
      .returning("id")
      .execute();
    expect(passed).toHaveLength(1);
  } finally {
    await close();
  }
}

test("an owner ends everybody's sessions but their own, after saying why and that they mean it", async () => {
  const quinn = await addPerson("Quinn");
  await owner.goto("/settings/sessions");
  await owner.getByRole("button", { name: "End all sessions" }).click();
  await owner.getByRole("alert").getByRole("link").first().waitFor();
  await owner.getByLabel("Why").fill("Laptops were stolen on Monday");
  await owner.getByLabel("Everybody has to sign in again").check();
  await owner.getByRole("button", { name: "End all sessions" }).click();
  await owner.getByText(/sessions? of .* ended\./).waitFor();
  await isSignedOut(quinn.page);
  await owner.goto("/audit");
  await owner.locator("tbody").getByText("ended the sessions of everybody").first().waitFor();
});

test("an admin sets how long sessions last, within bounds", async () => {
  await owner.goto("/settings/sessions");
  await owner.getByLabel("Without a request (minutes)").fill("4");
  await owner.getByRole("button", { name: "Save" }).click();
  await owner.getByRole("alert").getByText("Choose between 5 minutes and 24 hours").waitFor();
  await owner.getByLabel("Without a request (minutes)").fill("30");
  await owner.getByRole("button", { name: "Save" }).click();
  await owner.getByText("It counts for sessions that run already, too.").waitFor();
  await owner.goto("/account/sessions");
  await owner.getByText(/^in (29|30) min$/).waitFor();
});
