import { readFile } from "node:fs/promises";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { registerHeadings } from "#app/exports/register-row.ts";
import { usualSettings } from "#app/register/list-settings.ts";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { faultsIn } from "#test/support/page-faults.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { startDemo } from "./start-demo.ts";

const admin = "Tomasz Wilk";
const risk = "Priya Raman";

let demo: RunningServer;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const withScripts = (who: string) => beDemoPerson(browser, who, { baseURL: demo.url });
const withoutScripts = (who: string) => beDemoPerson(browser, who, { baseURL: demo.url, javaScriptEnabled: false });
const headings = async (page: Page) => (await page.locator("table.register thead th").allTextContents()).slice(2);
const open = (page: Page, panel: string) => page.locator("summary", { hasText: panel }).click();

test("by keyboard alone a record is found and opened, and the palette gives back the focus", async () => {
  const page = await withScripts(risk);
  await page.waitForLoadState("networkidle");
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: "Record or page" });
  await field.waitFor();
  expect(await field.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.type("result mailer");
  const option = page.getByRole("option", { name: /Result mailer reads its mailbox/ });
  await option.waitFor();
  expect(await option.getAttribute("aria-selected")).toBe("true");
  expect(await faultsIn(page)).toEqual([]);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+$/);

  // Whoever looked for faults last looked on a phone.
  await page.setViewportSize({ width: 1280, height: 900 });
  const search = page.locator("header.side").getByRole("link", { name: /^Search/ });
  await search.focus();
  await page.keyboard.press("Enter");
  await field.waitFor();
  await page.keyboard.type("audit");
  await page.keyboard.press("Escape");
  await field.waitFor({ state: "detached" });
  expect(await search.evaluate((element) => element === document.activeElement)).toBe(true);
});

test("without scripts a page stands in for the palette", async () => {
  const page = await withoutScripts(risk);
  await page
    .getByRole("link", { name: /^Search/ })
    .first()
    .click();
  await page.getByRole("searchbox", { name: "Record or page" }).fill("result mailer");
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: /Result mailer reads its mailbox/ }).click();
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
});

test("columns are hidden and moved without scripts, and stay so on another device", async () => {
  const page = await withoutScripts(risk);
  await page.goto("/exceptions");
  await open(page, "Columns");
  await page.getByRole("button", { name: "State: up" }).click();
  await page.waitForURL(/\/exceptions\/columns\?/);
  await page.getByRole("checkbox", { name: "Controls" }).uncheck();
  await page.getByLabel("Rows on a page").selectOption("25");
  await page.getByRole("button", { name: "Save the layout" }).click();
  const layout = ["Scope", "Owner", "State", "Risk", "Expires", "Next review", "Last used"];
  expect(await headings(page)).toEqual(layout);
  const other = await withScripts(risk);
  await other.goto("/exceptions");
  await other.locator("table.register").waitFor();
  expect(await headings(other)).toEqual(layout);
  expect(await other.locator("table.register tbody tr").count()).toBe(25);
});

test("filters are saved under a name, open as a tab, and are what the register opens with until a link says otherwise", async () => {
  const page = await withoutScripts(risk);
  await page.goto("/exceptions");
  await open(page, "Filters");
  await page.getByRole("checkbox", { name: /^Suspended/ }).check();
  await page.getByRole("button", { name: "Apply" }).click();
  const found = await page.locator("table.register tbody tr").count();
  expect(found).toBeGreaterThan(0);
  await open(page, "Save view");
  await page.getByLabel("Name").fill("On hold");
  await page.getByRole("checkbox", { name: "With these columns" }).check();
  await page.getByRole("button", { name: "Save the view" }).click();
  await page.waitForURL(/saved=svw_/);
  const layout = await headings(page);
  const tab = page.getByRole("link", { name: /^On hold/ });
  expect(await tab.getAttribute("aria-current")).toBe("page");

  await page.goto("/exceptions/views");
  await page.getByLabel("View", { exact: true }).selectOption("On hold");
  await page.getByRole("button", { name: "Remember" }).click();
  await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: "Register" }).click();
  await page.waitForURL(/state=suspended.*saved=svw_/);
  expect(await page.locator("table.register tbody tr").count()).toBe(found);
  // Its columns stay its own, whatever one chooses for the rest; what is taken out has them.
  await open(page, "Columns");
  await page.getByRole("checkbox", { name: "Owner" }).uncheck();
  await page.getByRole("button", { name: "Save the layout" }).click();
  expect(await headings(page)).toEqual(layout.filter((heading) => heading !== "Owner"));
  await tab.click();
  await page.waitForURL(/columns=.*saved=svw_/);
  expect(await headings(page)).toEqual(layout);
  await page.getByRole("link", { name: "Export", exact: true }).click();
  expect(await page.getByLabel("As your list shows them").isChecked()).toBe(true);
  await page.goto("/exceptions?view=live");
  expect(await page.getByRole("link", { name: /^Live/ }).getAttribute("aria-current")).toBe("page");
});

test("owners are reminded for several records at once, and each says what became of it", async () => {
  const page = await withoutScripts(admin);
  await page.goto("/exceptions?state=active,closed&sort=title&order=asc");
  const ticks = page.getByRole("checkbox", { name: /^Tick EXC/ });
  for (const box of await ticks.all()) await box.check();
  await page.getByRole("button", { name: "Remind the owners" }).click();
  await page.waitForURL(/\/exceptions\/bulk\?/);
  expect(await page.getByText("It is over, so there is nothing left to answer for.").count()).toBeGreaterThan(0);
  expect(await page.getByText("You own it yourself.").count()).toBeGreaterThan(0);
  await page.getByLabel("Comment").fill("Please look at it before Friday.");
  await page.getByRole("button", { name: /^Remind the owners/ }).click();
  const done = await page.getByRole("cell", { name: "Done", exact: true }).count();
  expect(done).toBeGreaterThan(0);
  await page
    .getByRole("status")
    .filter({ hasText: `${done} done` })
    .waitFor();
});

test("what is taken out is what is found", async () => {
  const page = await withScripts(admin);
  await page.goto("/exceptions?category=break_glass");
  const found = await page.locator("table.register tbody tr").count();
  await page.getByRole("link", { name: "Export", exact: true }).click();
  await page.getByLabel("JSON Lines").check();
  await page.getByLabel("As your list shows them").check();
  await page.getByRole("button", { name: "Make the export" }).click();
  const coming = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  const lines = (await readFile(await (await coming).path(), "utf8")).trim().split("\n");
  const rows = lines.map((line) => JSON.parse(line));
  expect(rows.map(({ category }) => category)).toEqual(Array.from({ length: found }, () => "break_glass"));
  expect(Object.keys(rows[0])).toEqual(registerHeadings(usualSettings.columns));
});
