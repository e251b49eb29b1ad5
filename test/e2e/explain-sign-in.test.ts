import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
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

test("a sign-in is explained, tried again elsewhere, and the draft that would change it is replayed", async () => {
  const page = await beDemoPerson(browser, "Siobhan Kearney", { baseURL: demo.url });
  await page.goto("/decisions?subject=dita.novak@marlowfinch.example&application=payroll");
  await page.locator("tbody a").first().click();
  await page.getByRole("heading", { name: "Why was a factor asked for?" }).waitFor();
  await page.getByText("Same answer, rule by rule").waitFor();
  expect(await page.locator(".trace .won").count()).toBeGreaterThan(0);

  await page.getByRole("link", { name: "What if" }).click();
  await page.getByRole("heading", { name: "In force, policy" }).waitFor();
  await page.getByLabel("With an exception that is not in force").selectOption({ label: await payrollRun() });
  await page.getByRole("button", { name: "Try it" }).click();
  await page.getByText("The answer would be another.").waitFor();
  await page.getByText("Allowed below policy").waitFor();

  await page.goto("/exceptions?q=payroll+correction");
  await page.getByRole("link", { name: "Payroll correction run" }).click();
  await page.getByText(/1 of the last 30 days would have been let in without MFA/).waitFor();
  await page.getByRole("link", { name: "Replay what was decided with it" }).click();
  await page.getByRole("button", { name: "Start the replay" }).click();
  await page.waitForURL(/\/replays\/rpl_/);
  await page.getByText("Done", { exact: true }).waitFor();
  await page
    .getByRole("row", { name: /Dita Novák/ })
    .getByRole("link")
    .click();
  await page.getByRole("heading", { name: "Why was a factor asked for?" }).waitFor();

  async function payrollRun(): Promise<string> {
    const option = page.locator("#exception option", { hasText: "Payroll correction run" });
    return (await option.textContent()) ?? "";
  }
});

test("without scripts a person sees their own sign-ins and why, and nobody else's", async () => {
  const page = await beDemoPerson(browser, "Nadia Petrova", { baseURL: demo.url, javaScriptEnabled: false });
  await page.goto("/decisions");
  const rows = page.locator("tbody tr");
  expect(await rows.count()).toBeGreaterThan(0);
  expect(await rows.filter({ hasNotText: "Nadia Petrova" }).count()).toBe(0);
  await page.locator("tbody a").first().click();
  await page.getByText("Same answer, rule by rule").waitFor();
  const refused = await page.goto("/what-if");
  expect(refused?.status()).toBe(403);
});
