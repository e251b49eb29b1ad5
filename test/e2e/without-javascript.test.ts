import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { authenticatorApp } from "#test/support/authenticator-app.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { continueTo, giveCommand, makeCodes, openCommand, rateRisk, stateOn, textOf } from "#test/support/windows.ts";

const roleOf = { requestor: [], risk: ["approver_risk"], identity: ["approver_identity"] } as const;
type Part = keyof typeof roleOf;

const addressOf = (part: Part) => `${part}@harbour.example`;
const password = "several words are fine here";
const title = "Password sign-in of the weighbridge";

let server: RunningServer;
let browser: Browser;
const at = {} as Record<Part, Page>;
const codesOf = {} as Record<Part, string[]>; // filled in by the first test
const appOf = {} as Record<Part, () => string>;
let recordId: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("people set up a password and an authenticator app from their links, and a mistake costs no secret", async () => {
  for (const [part, roles] of Object.entries(roleOf) as [Part, readonly string[]][]) {
    await mfaRegisterJson(server, "user", "add", addressOf(part), "--name", part, ...withRoles(roles));
    const { url } = await mfaRegisterJson<{ url: string }>(server, "user", "invite", addressOf(part));
    const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
    at[part] = await context.newPage();
    await at[part].goto(url);
    const shown = await secretShown(at[part]);
    await sendSetup(at[part], "000000");
    expect(await secretShown(at[part])).toBe(shown);
    appOf[part] = authenticatorApp(shown);
    await sendSetup(at[part], appOf[part]());
    codesOf[part] = await makeCodes(at[part]);
    expect(new Set(codesOf[part]).size).toBe(10);
    await at[part].getByRole("link", { name: "I have kept them" }).click();
    await at[part].getByRole("heading", { name: /^(Register|Dashboard|For auditors)$/, level: 1 }).waitFor();
  }
});

test("the codes are shown once, to be kept as a file, and no address shows them again", async () => {
  const page = at.risk;
  await page.goto("/account/recovery-codes?to=/account/security");
  await page.getByText("10 of 10 are left").waitFor();
  for (const code of codesOf.risk) expect(await page.content()).not.toContain(code);
  const [old] = codesOf.risk;
  codesOf.risk = await makeCodes(page, "Replace them with ten new ones");
  const file = await page.getByRole("link", { name: "Download" }).getAttribute("href");
  expect(codesOf.risk).not.toContain(old);
  for (const code of codesOf.risk) expect(decodeURIComponent(file ?? "")).toContain(code);
  // Sent again, as a browser does that reloads the answer to a form, it makes no others.
  await page.reload();
  await page.getByText("This took too long or was used before").waitFor();
  for (const code of codesOf.risk) expect(await page.content()).not.toContain(code);
  await page.getByRole("link", { name: "Go on" }).click();
  await page.getByRole("heading", { name: "My sign-in", level: 1 }).waitFor();
});

test("a recovery code signs in once in the place of the phone, and says what is left", async () => {
  const page = at.risk;
  const [code = ""] = codesOf.risk;
  for (const isFirst of [true, false]) {
    await page.goto("/account/security");
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("E-mail").fill(addressOf("risk"));
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Continue", exact: true }).click();
    await page.getByText("Use a recovery code").click();
    await page.getByLabel("Recovery code").fill(code.toLowerCase().replaceAll("-", " "));
    await page.getByRole("button", { name: "Sign in with this code" }).click();
    if (isFirst) {
      await page.getByText("9 of 10 are left").waitFor();
      await page.getByRole("link", { name: "Go on" }).click();
      await page.getByRole("heading", { name: /^(Register|Dashboard|For auditors)$/, level: 1 }).waitFor();
    } else await page.getByText("That did not work").waitFor();
  }
  await page.getByLabel("Recovery code").fill(codesOf.risk[1] ?? "");
  await page.getByRole("button", { name: "Sign in with this code" }).click();
  await page.getByText("8 of 10 are left").waitFor();
});

test("signing out and in takes a password and a code", async () => {
  const page = at.requestor;
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByLabel("E-mail").fill(addressOf("requestor"));
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("6-digit code").fill(appOf.requestor());
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("heading", { name: /^(Register|Dashboard|For auditors)$/, level: 1 }).waitFor();
});

test("a draft with gaps is shown again with a linked summary, and keeps what was typed", async () => {
  const page = at.requestor;
  await page.getByRole("link", { name: "New exception" }).click();
  await page.getByLabel("Title").fill(title);
  await page.getByLabel("Networks").fill("the yard");
  await page.getByRole("button", { name: "Save and continue" }).click();
  const summary = page.getByRole("alert");
  await summary.getByRole("link", { name: /network/i }).click();
  expect(new URL(page.url()).hash).toBe("#scope.networks");
  expect(await page.getByLabel("Title").inputValue()).toBe(title);
  expect(await page.getByLabel("Networks").inputValue()).toBe("the yard");
});

test("the steps are filled in one after the other, and the exception is submitted", async () => {
  const page = at.requestor;
  await page.getByRole("radio", { name: /^Legacy or service account/ }).check();
  await page.getByLabel("People").fill(addressOf("requestor"));
  await page.getByLabel("Applications").fill("weighbridge");
  await page.getByLabel("Networks").fill("10.24.8.0/28");
  await continueTo(page, "why");
  recordId = /EXC-[\d-]+/.exec(page.url())?.[0] ?? "";
  await page.getByLabel("Why it is needed").fill("Too short");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /at least 20 characters/ })
    .waitFor();
  expect(await page.getByLabel("Why it is needed").inputValue()).toBe("Too short");
  await page
    .getByLabel("Why it is needed")
    .fill("The terminal at the weighbridge shows no prompt until it is replaced.");
  await continueTo(page, "controls");
  await page.getByLabel("Control 1").fill("Only from the yard's network");
  await page.getByLabel("Exit plan").fill("New terminal in spring");
  await continueTo(page, "monitoring");
  await page.getByLabel("Monitoring plan").fill("The yard's team reads the sign-ins on Mondays.");
  await continueTo(page, "check");
  await page.getByRole("link", { name: "Go on to submit" }).click();
  await giveCommand(page, "Submit");
  expect([await stateOn(page), await textOf(page.getByRole("heading", { level: 1 }))]).toEqual(["Submitted", title]);
});

test("another person rates it, and a third approves it", async () => {
  await openCommand(at.risk, recordId, "Rate the risk");
  await rateRisk(at.risk, { inherent: 2, residual: 2 });
  await at.risk.getByLabel("Reasons for the rating").fill("One terminal on one network.");
  await giveCommand(at.risk, "Rate the risk");

  await openCommand(at.identity, recordId, "Approve");
  await giveCommand(at.identity, "Approve");
  expect(await stateOn(at.identity)).toContain("Approved");
});

function withRoles(roles: readonly string[]): string[] {
  return roles.length > 0 ? ["--role", ...roles] : [];
}

async function secretShown(page: Page): Promise<string> {
  return (await textOf(page.getByText(/^Key:/).locator("code"))).replaceAll(" ", "");
}

async function sendSetup(page: Page, code: string): Promise<void> {
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("6-digit code").fill(code);
  await page.getByRole("button", { name: "Use password and app" }).click();
}
