import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson, recordsSeenBy } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { giveCommand, stateOn } from "#test/support/windows.ts";
import { startDemo } from "./start-demo.ts";

const approved = "Exercise: fall-back sign-in of the night shift";
const ownRequest = "Invoice scanner delivers over SMTP";
const silent = "Ward tablets share a mailbox";
const extended = "Freezer alarms reach the sample tracker";
const revoked = "Red team foothold account";

let demo: RunningServer;
let browser: Browser;
let addresses: Map<string, string>;

const be = (name: string) => beDemoPerson(browser, name, { baseURL: demo.url });

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  addresses = await recordsSeenBy(await be("Ruth Abara"));
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Opens the form of a command of the record with a title; one that needs a fresh factor sends to the door first. */
async function open(page: Page, title: string, command: string): Promise<void> {
  await page.goto(`${addresses.get(title)}/${command}`);
}

async function say(page: Page, text: string): Promise<void> {
  await page.getByLabel("Comment").fill(text);
}

test("an implementer puts it in place, and records a test that fails and one that passes", async () => {
  const page = await be("Mei Tanaka");
  await open(page, approved, "implement");
  await page.getByRole("button", { name: "Put in place", exact: true }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /system in which it was changed/ })
    .waitFor();
  await page.getByLabel("Change reference").fill("CHG-7001");
  await page.getByLabel("Where it was changed").fill("Identity provider, policy 3");
  await page.getByLabel("What was changed").fill("The night shift left out for the exercise");
  await giveCommand(page, "Put in place");

  await page.getByRole("link", { name: "Implementation", exact: true }).click();
  await page.getByText("Identity provider, policy 3").waitFor();
  await open(page, approved, "validate");
  await page.getByLabel("Result").selectOption("failed");
  await say(page, "A colleague of the day shift came in as well.");
  await giveCommand(page, "Record a test");
  expect(await stateOn(page)).toBe("Suspended");
  await page.getByText(/Its test failed/).waitFor();

  await open(page, approved, "validate");
  await page.getByLabel("Result").selectOption("passed");
  await say(page, "The day shift is asked for its key again.");
  await giveCommand(page, "Record a test");
  await page.getByRole("link", { name: "Implementation", exact: true }).click();
  const tests = page.getByRole("table", { name: "Tests of this exception" });
  await tests.waitFor();
  const results = await tests.locator("tbody tr").allInnerTexts();
  expect(results.map((row) => /Passed|Failed/.exec(row)?.[0])).toEqual(["Passed", "Failed"]);
});

test("an owner cannot keep what they filed, and is told why; they may shorten it", async () => {
  const page = await be("Nadia Petrova");
  await page.goto("/reviews?whose=mine");
  await page.getByRole("heading", { name: "Reviews" }).waitFor();
  await open(page, ownRequest, "review");
  await page.getByRole("radio", { name: /^Keep/ }).check();
  await say(page, "We still need it.");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page
    .getByRole("alert")
    .getByText(/a different person has to decide that it stays/)
    .waitFor();

  await page.getByRole("radio", { name: /^Shorten/ }).check();
  const sooner = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 16);
  await page.getByLabel("New end").fill(sooner);
  await giveCommand(page, "Review");
  await page.getByText("Originally valid to").waitFor();
  await page.getByRole("link", { name: "Reviews", exact: true }).last().click();
  await page.getByText(/: shorten/).waitFor();
});

test("an owner reports on the exit plan, and sees how far it has come", async () => {
  const page = await be("Owen Price");
  await open(page, silent, "report_progress");
  await page.getByLabel("Milestone").selectOption("Tracker shows the appointments");
  await page.getByRole("radio", { name: /^Yes/ }).check();
  await giveCommand(page, "Report progress");
  await page.getByText("50 % retired, 1 of 2").waitFor();
});

test("what is on hold because nobody reviewed it is reviewed first, then resumed", async () => {
  const page = await be("Amara Diallo");
  await open(page, silent, "resume");
  await page.getByText(/Review it, then resume it/).waitFor();
  await page.goto("/reviews");
  await page.getByRole("link", { name: `Review ${silent}` }).click();
  await page.getByRole("radio", { name: /^Keep/ }).check();
  await say(page, "The tablets are replaced in January.");
  await page.getByRole("button", { name: "Review", exact: true }).click();
  await page.waitForURL("**/reviews");
  await open(page, silent, "resume");
  await say(page, "It has been reviewed.");
  await giveCommand(page, "Resume");
  expect(await stateOn(page)).toBe("Active");
});

test("a later end is asked for, and counts once it was approved", async () => {
  const page = await be("Fatima Haddad");
  await open(page, extended, "request_extension");
  await page.getByLabel("New end").fill(new Date(Date.now() + 150 * 86_400_000).toISOString().slice(0, 16));
  await say(page, "The firmware comes a month later.");
  await giveCommand(page, "Ask for a later end");
  await page.getByText(/A later end waits/).waitFor();
  await page.getByText(/Identity still has to decide/).waitFor();

  const approver = await be("Amara Diallo");
  await open(approver, extended, "approve");
  await giveCommand(approver, "Approve");
  await approver.getByText("1 used, 5 left").waitFor();
  await approver.getByText("Originally valid to").waitFor();
});

test("an ended exception proposes its closing, which asks what was learned", async () => {
  const page = await be("Siobhan Kearney");
  await page.goto(addresses.get(revoked) ?? "");
  await page.getByRole("link", { name: /Close it with what shows/ }).click();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("alert").getByRole("link", { name: "Choose what ended it." }).waitFor();
  await page.getByRole("radio", { name: /^No longer needed/ }).check();
  await page.getByLabel("Replaced by").fill("Nothing");
  await page.getByLabel("What would have avoided it").fill("An exercise account with a key of its own");
  await page.getByRole("textbox", { name: "Evidence" }).fill("The account is gone, CHG-7002");
  await giveCommand(page, "Close");
  await page.getByRole("link", { name: "Closure", exact: true }).click();
  await page.getByText("No longer needed").waitFor();
});

test("a campaign is begun, answered by a review, and signed off with what stayed open", async () => {
  const page = await be("Tomasz Wilk");
  await page.goto("/reviews/campaigns/new");
  await page.getByRole("button", { name: "Begin the campaign" }).click();
  await page.getByRole("alert").getByRole("link", { name: "Give it a name." }).waitFor();
  await page.getByLabel("Name").fill("Partners before the audit");
  await page.getByLabel("Category").selectOption("federated_partner");
  await page.getByRole("checkbox", { name: /^Amara Diallo/ }).check();
  await page.getByRole("button", { name: "Begin the campaign" }).click();
  await page.waitForURL(/\/reviews\/campaigns\/cmp_/);
  const campaign = new URL(page.url()).pathname;

  const reviewer = await be("Amara Diallo");
  await reviewer.goto(campaign);
  await reviewer
    .getByRole("link", { name: /^Review / })
    .first()
    .click();
  await reviewer.getByRole("radio", { name: /^Keep/ }).check();
  await say(reviewer, "The partner is on plan.");
  await reviewer.getByRole("button", { name: "Review", exact: true }).click();
  await reviewer.waitForURL(`**${campaign}`);
  await reviewer.getByText("It was kept").waitFor();

  await page.goto(campaign);
  await page.getByLabel("Statement").fill("One partner was reviewed before the audit.");
  await page.getByRole("button", { name: "Sign off and close" }).click();
  await page.waitForURL("**/sign-off");
  await page.getByText("Signed off by Tomasz Wilk").waitFor();
  expect(await page.getByText("Unanswered").count()).toBeGreaterThan(0);
});
