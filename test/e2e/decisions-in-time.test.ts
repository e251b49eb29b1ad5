import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson, recordsSeenBy } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { giveCommand, rateRisk, stateOn } from "#test/support/windows.ts";
import { startDemo } from "./start-demo.ts";

const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };

let demo: RunningServer;
let browser: Browser;
let addresses: Map<string, string>;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  addresses = await recordsSeenBy(await be("Ruth Abara"));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

test("an approver decides on a phone, with everything that the decision needs on the screen", async () => {
  const page = await be("Amara Diallo", phone);
  await page.goto("/approvals");
  const card = page.getByRole("listitem").filter({ hasText: "Locum pathologist, first week" });
  for (const text of ["Reaches 1 person", "Identity: Amara Diallo, Jonas Eklund", "Fatima Haddad"])
    await card.getByText(text).first().waitFor();
  const isWider = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  expect(isWider).toBe(false);
  await card.getByRole("link", { name: "Approve", exact: true }).click();
  await page.getByRole("heading", { name: "What waits" }).waitFor();
  await giveCommand(page, "Approve");
  expect(await stateOn(page)).toContain("Approved");
});

test("who takes an absent approver's place decides, and the record names both", async () => {
  const page = await be("Siobhan Kearney");
  await page.goto("/approvals");
  const card = page.getByRole("listitem").filter({ hasText: "Payroll correction run" });
  await card.getByText("Siobhan Kearney for Priya Raman").waitFor();
  await card.getByRole("link", { name: "Approve", exact: true }).click();
  await giveCommand(page, "Approve");
  await page.getByText("Siobhan Kearney for Priya Raman").first().waitFor();
  expect(await stateOn(page)).toContain("Approved");
});

test("an emergency names who is skipped, is loud until it is ratified, and is no emergency after", async () => {
  const title = "Longer time to answer a prompt";
  const grantor = await be("Amara Diallo");
  await grantor.goto(addressOf(title));
  await grantor.getByRole("link", { name: "Grant in an emergency" }).click();
  await grantor.getByText("Identity: Jonas Eklund").waitFor();
  await grantor.getByText("Security leadership: Helen Marsh").waitFor();
  await grantor.getByLabel("Comment").fill("He starts his shift at the door in an hour.");
  await giveCommand(grantor, "Grant in an emergency");
  expect(await stateOn(grantor)).toContain("Emergency");

  const admin = await be("Tomasz Wilk");
  await admin.goto("/my-work");
  await admin
    .getByRole("status")
    .filter({ hasText: title })
    .getByText(/emergencies, not ratified/)
    .first()
    .waitFor();

  const risk = await be("Priya Raman");
  await risk.goto("/approvals");
  const loud = risk.getByRole("listitem").filter({ hasText: title });
  await loud.getByText("In force by Amara Diallo’s word alone.").waitFor();
  await loud.getByRole("link", { name: "Rate the risk" }).click();
  await rateRisk(risk, { inherent: 2, residual: 1 });
  await risk.getByLabel("Reasons for the rating").fill("One door, one person, days.");
  await giveCommand(risk, "Rate the risk");

  const identity = await be("Jonas Eklund");
  await identity.goto("/approvals");
  await identity.getByRole("listitem").filter({ hasText: title }).getByRole("link", { name: "Ratify" }).click();
  await giveCommand(identity, "Ratify");
  expect(await stateOn(identity)).toContain("Active");
  await admin.goto("/my-work");
  expect(await admin.getByRole("status").filter({ hasText: title }).count()).toBe(0);
});

test("an approver gives their place away, and ends it early", async () => {
  const page = await be("Helen Marsh");
  await page.goto("/account/delegations");
  await page.getByLabel("Who takes it").fill("ruth.abara@marlowfinch.example");
  await page.getByLabel("Until (Europe/Dublin)").fill(inDays(3));
  await page.getByLabel("Reason").fill("On a course.");
  await page.getByRole("button", { name: "Give my place" }).click();
  await page.getByRole("alert").getByText("An auditor changes nothing").waitFor();
  await page.getByLabel("Who takes it").fill("tomasz.wilk@marlowfinch.example");
  await page.getByRole("button", { name: "Give my place" }).click();
  const row = page.getByRole("row").filter({ hasText: "Tomasz Wilk for Helen Marsh" });
  await row.getByText("Running").waitFor();
  await row.getByText("End…").click();
  await row.getByRole("button", { name: "End it now" }).click();
  await row.getByText("Over").waitFor();
});

function be(name: string, options: BrowserContextOptions = {}): Promise<Page> {
  return beDemoPerson(browser, name, { baseURL: demo.url, ...options });
}

function addressOf(title: string): string {
  const address = addresses.get(title);
  if (!address) throw new Error(`the demo has no record "${title}"`);
  return address;
}

function inDays(days: number): string {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 16);
}
