import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyPack } from "#app/evidence/verify-pack.server.ts";
import { keyOf } from "#app/signing/signed-note.server.ts";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { textOf } from "#test/support/windows.ts";
import { auditor } from "./pages.ts";
import { startDemo } from "./start-demo.ts";

let demo: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

test("an auditor has a pack made, takes it away and verifies it with the key that the register shows, without scripts", async () => {
  const page = await beDemoPerson(browser, auditor, { baseURL: demo.url, javaScriptEnabled: false });
  await page.goto("/checkpoints");
  const vkey = await textOf(page.getByRole("region", { name: "key", exact: true }));
  await page.getByRole("row").nth(1).getByRole("link").click();
  const note = await textOf(page.locator("body"));
  await page.goto("/checkpoints");
  await page.getByLabel("Note", { exact: true }).fill(note);
  await page.getByRole("button", { name: "Check", exact: true }).click();
  await page.getByText("The log still has the").waitFor();

  await page.goto("/evidence");
  const today = new Date().toISOString().slice(0, 10);
  await page.getByLabel("First day").fill(new Date(Date.now() - 30 * 86_400_000).toISOString().slice(0, 10));
  await page.getByLabel("Last day").fill(today);
  await page.getByRole("button", { name: "Make the pack" }).click();
  await page.waitForURL(/\/exports\/exp_/);
  const link = page.getByRole("link", { name: /^Download/ });
  await link.waitFor({ timeout: 60_000 });
  const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
  const report = await verifyPack(await download.path(), keyOf(vkey));
  expect(report).toMatchObject({ ok: true, fault: null, key: { isGiven: true } });
  expect(report.manifest?.streams.length).toBeGreaterThan(0);
}, 120_000);
