import { generateSync } from "otplib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "#db/connect.ts";
import { listWorkspaces } from "#db/workspaces.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegister, mfaRegisterJson } from "#test/support/command-line.ts";
import { type MailServer, startMailServer } from "#test/support/mail-server.ts";
import { putPolicy } from "#test/support/put-policy.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { openCommand, openWindow, setUpPasskey, textOf } from "#test/support/windows.ts";

const password = "several words are fine here";
const newPassword = "a few more words are finer";

let mail: MailServer;
let server: RunningServer;
let browser: Browser;
let owner: Page;

beforeAll(async () => {
  mail = await startMailServer();
  const settings = { SMTP_URL: mail.url, MAIL_FROM: "Register <register@harbour.example>" };
  [server, browser] = await Promise.all([startServer({ settings }), launchBrowser()]);
  await askForAFactorAtOnce();
  owner = await openWindow(browser, server.url);
  const link = /http:\S+\/setup\/\S+/.exec(server.printed())?.[0] ?? "";
  await setUpPasskey(owner, link, { email: "olga@harbour.example", name: "Olga Lind" });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await mail?.close();
});

async function askForAFactorAtOnce(): Promise<void> {
  const { db, close } = openDatabase(`sqlite:${server.dataDir}/register.db`);
  try {
    const [workspace] = await listWorkspaces(db);
    if (!workspace) throw new Error("the server made no workspace, expected one");
    await putPolicy({ db, workspace }, { graceHours: 0 }, new Date().toISOString());
  } finally {
    await close();
  }
}

/** Somebody with a password and an authenticator app, who is signed in; their windows run no scripts. */
async function addPerson(name: string): Promise<{ page: Page; userName: string }> {
  const userName = `${name.toLowerCase()}@harbour.example`;
  await mfaRegisterJson(server, "user", "add", userName, "--name", name);
  const { url } = await mfaRegisterJson<{ url: string }>(server, "user", "invite", userName);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  const secret = (await textOf(page.locator("code").first())).replaceAll(" ", "");
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("6-digit code").fill(generateSync({ secret }));
  await page.getByRole("button", { name: "Use password and app" }).click();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  return { page, userName };
}

async function givePassword(page: Page, userName: string, typed: string): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(userName);
  await page.getByLabel("Password").fill(typed);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
}

/** Opens what an owner can do for somebody, from their row. */
async function openFromRow(userName: string, link: string): Promise<void> {
  await owner.goto(`/settings/people?q=${encodeURIComponent(userName)}`);
  await owner.getByRole("link", { name: /^Manage/ }).click();
  await owner.getByRole("link", { name: link }).click();
}

test("a forgotten password is replaced by a mailed link, which signs nobody in and asks for the second factor after", async () => {
  const { page, userName } = await addPerson("Noor");
  const stranger = await (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();
  const said: string[] = [];
  for (const address of ["nobody@harbour.example", userName]) {
    await stranger.goto("/sign-in");
    await stranger.getByRole("link", { name: "Forgot your password?" }).click();
    await stranger.getByLabel("E-mail").fill(address);
    await stranger.getByRole("button", { name: "Send the link" }).click();
    await stranger.getByRole("heading", { name: "Look into your mail" }).waitFor();
    said.push(await textOf(stranger.locator("main")));
  }
  expect(said[0]).toBe(said[1]);

  await mfaRegister(server, "jobs", "run", "send-outbox");
  const raw = mail.received.find(({ to }) => to.includes(userName))?.raw.replaceAll("=\r\n", "") ?? "";
  expect(mail.received.filter(({ to }) => to.includes("nobody@harbour.example"))).toEqual([]);
  const [link = ""] = /http:\S+\/reset-password\/[\w-]{43}/.exec(raw) ?? [];
  await stranger.goto(link);
  await stranger.getByLabel("New password").fill("short");
  await stranger.getByRole("button", { name: "Set the password" }).click();
  await stranger.getByRole("alert").waitFor();
  await stranger.getByLabel("New password").fill(newPassword);
  await stranger.getByRole("button", { name: "Set the password" }).click();
  await stranger.getByRole("heading", { name: "Your password was changed" }).waitFor();
  // Nobody is signed in, neither here nor where they were.
  for (const window of [stranger, page]) {
    await window.goto("/exceptions");
    await window.getByRole("heading", { name: "Sign in" }).waitFor();
  }
  await givePassword(stranger, userName, newPassword);
  await stranger.getByLabel(/6-digit code/).waitFor();
  await stranger.goto(link);
  await stranger.getByRole("heading", { name: "This link does not work any more" }).waitFor();
});

test("factors that an owner resets on proof are gone, sessions with them, and the next sign-in meets the wall", async () => {
  const { page, userName } = await addPerson("Piet");
  await openFromRow(userName, "Reset factors…");
  await owner.getByRole("button", { name: "Reset the factors" }).click();
  await owner.getByRole("alert").getByRole("link").first().waitFor();
  await owner.getByLabel("Video call").fill("Seen at 10:30, with the harbour badge in his hand.");
  await owner.getByLabel("Address that they wrote from").fill("piet@elsewhere.example");
  await owner.getByRole("button", { name: "Reset the factors" }).click();
  await owner
    .getByRole("alert")
    .getByText(/not the address of the account/)
    .waitFor();
  expect(await owner.getByLabel("Video call").inputValue()).toContain("harbour badge");
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();

  await owner.getByLabel("Address that they wrote from").fill(userName);
  await owner.getByRole("button", { name: "Reset the factors" }).click();
  await owner.getByText(/The factors of Piet are gone/).waitFor();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await givePassword(page, userName, password);
  await page.getByRole("heading", { name: "Set up a second factor" }).waitFor();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Set up a second factor" }).waitFor();
});

test("whom an admin lets skip MFA gets in with the first factor, marked as such, until it ends", async () => {
  const { page, userName } = await addPerson("Rosa");
  await page.getByRole("button", { name: "Sign out" }).first().click();
  await givePassword(page, userName, password);
  await page.getByLabel(/6-digit code/).waitFor();

  await openFromRow(userName, "Skip MFA for now…");
  await owner.getByLabel("Why").fill("Her phone fell into the harbour basin; seen on video at the gate.");
  await owner.getByLabel("What is missing").fill("A new phone");
  await owner.getByLabel("When it arrives").fill("Tomorrow");
  await owner.getByLabel("What makes up for it").fill("The gate keeper confirms each sign-in");
  await owner.getByLabel("For how many hours").fill("2");
  await owner.getByRole("button", { name: "Skip MFA" }).click();
  await owner.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
  const id = owner.url().split("/").at(-1) ?? "";
  await owner.getByText("Emergency, not ratified:").waitFor();

  // The sign-in that has begun goes on where it was left.
  await page.goto("/sign-in");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  await owner.goto("/settings/people");
  await owner
    .getByRole("row", { name: /Rosa/ })
    .getByRole("link", { name: /MFA skipped/ })
    .waitFor();

  await openCommand(owner, id, "Revoke");
  await owner
    .getByLabel(/Why|Reason|Comment/)
    .first()
    .fill("The new phone is here");
  await owner.getByRole("button", { name: "Revoke", exact: true }).click();
  await owner.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await owner.goto("/settings/people");
  await owner.getByRole("row", { name: /Rosa/ }).waitFor();
  expect(await owner.getByRole("link", { name: /MFA skipped/ }).count()).toBe(0);
});
