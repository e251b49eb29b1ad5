import { generateSync, ScureBase32Plugin } from "otplib";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { textOf } from "#test/support/windows.ts";

const password = "several words are fine here";

let server: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const shownBy = (secret: string, ahead = 0) => generateSync({ secret, epoch: Date.now() / 1000 + ahead * 30 });

/** Somebody who has just set up a password and an authenticator app; their windows run no scripts. */
async function addPerson(name: string, role: string[] = []): Promise<{ page: Page; userName: string; secret: string }> {
  const userName = `${name.toLowerCase()}@harbour.example`;
  await mfaRegisterJson(server, "user", "add", userName, "--name", name, ...role);
  const { url } = await mfaRegisterJson<{ url: string }>(server, "user", "invite", userName);
  const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(url);
  const secret = (await textOf(page.locator("code").first())).replaceAll(" ", "");
  await page.getByLabel("Password").fill(password);
  await page.getByLabel("6-digit code").fill(shownBy(secret));
  await page.getByRole("button", { name: "Use password and app" }).click();
  await page.goto("/exceptions");
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  return { page, userName, secret };
}

test("without scripts an admin imports tokens, gives one to somebody by its code, takes it back and revokes it", async () => {
  const { page: admin } = await addPerson("Keeper", ["--role", "admin"]);
  const { userName } = await addPerson("Finn");
  const secret = new ScureBase32Plugin().encode(new TextEncoder().encode("a seed of the harbour"));
  const bring = async (lines: string, button: string) => {
    await admin.goto("/settings/oath/import");
    await admin.getByLabel("Or its lines, pasted").fill(`serial,secret,replacement_date\n${lines}`);
    await admin.getByLabel("Where it lies").fill("Safe of the harbour master");
    await admin.getByRole("button", { name: button, exact: true }).click();
  };
  await bring(`KT-1,${secret},2030-01-31\nKT-2,too-short,`, "Import");
  await admin.getByText("Nothing was written: 1 line is refused.").waitFor();
  expect(await admin.content()).not.toContain(secret);
  await bring(`KT-1,${secret},2030-01-31`, "Check only");
  await admin.getByText("Nothing was written yet. 1 token would come into the stock.").waitFor();
  expect(await admin.content()).not.toContain(secret);
  await bring(`KT-1,${secret},2030-01-31`, "Import");
  await admin.getByText("1 token came into the stock.").waitFor();

  await admin.goto("/settings/oath?show=in_stock");
  await admin.getByRole("link", { name: "KT-1" }).click();
  await admin.getByLabel("Their address").fill(userName);
  await admin.getByLabel("The 6-digit code that it shows").fill("000000");
  await admin.getByRole("button", { name: "Give it to them" }).click();
  await admin.getByText("This is not the code that the token shows.").waitFor();
  await admin.getByLabel("Their address").fill(userName);
  await admin.getByLabel("The 6-digit code that it shows").fill(shownBy(secret));
  await admin.getByRole("button", { name: "Give it to them" }).click();
  await admin.getByRole("link", { name: "Finn" }).waitFor();

  await admin.locator("summary", { hasText: "Take it back" }).click();
  await admin.locator("#unassign-place").fill("Drawer of the harbour master");
  await admin.getByRole("button", { name: "Take it back", exact: true }).click();
  await admin.getByRole("heading", { name: "Give it to somebody" }).waitFor();

  await admin.locator("summary", { hasText: "Revoke" }).click();
  await admin.getByRole("button", { name: "Revoke it for good" }).click();
  await admin.getByText("Reason: lost").waitFor();
  const file = await admin.request.post("/settings/oath/export", {
    form: { show: "", q: "" },
    headers: { Origin: new URL(server.url).origin },
  });
  const rows = await file.text();
  expect(rows).toContain("KT-1");
  expect(rows).not.toContain(secret);
  expect(server.printed()).not.toContain(secret);
});

test("without scripts somebody whose clock is far off sets it after the password, and is signed in by the next code alone", async () => {
  const { page, userName, secret } = await addPerson("Ida");
  await page.context().clearCookies();
  await page.goto("/sign-in?to=/account/security");
  await page.getByLabel("E-mail").fill(userName);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await page.getByLabel("6-digit code").fill(shownBy(secret, 10));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("That did not work.").waitFor();

  await page.getByRole("link", { name: "Are right codes refused?" }).click();
  await page.getByRole("button", { name: "Set the clock" }).click();
  await page.getByRole("link", { name: "Enter the code." }).first().waitFor();
  await page.getByLabel("The code that it shows now").fill(shownBy(secret, 9));
  await page.getByLabel("The one that comes next").fill(shownBy(secret, 10));
  await page.getByRole("button", { name: "Set the clock" }).click();
  await page.getByRole("button", { name: "Sign in", exact: true }).waitFor();
  await page.goto("/exceptions");
  expect(new URL(page.url()).pathname).toBe("/sign-in");
  await page.getByLabel("6-digit code").fill(shownBy(secret, 10));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByText("That did not work.").waitFor();
  await page.getByLabel("6-digit code").fill(shownBy(secret, 11));
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("heading", { name: "Register", level: 1 }).waitFor();
  await page.goto("/account/security");
  await page.getByText(/clock 1\d steps/i).waitFor();
});
