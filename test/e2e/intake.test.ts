import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { continueTo, giveCommand, stateOn } from "#test/support/windows.ts";
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

const nadia = "nadia.petrova@marlowfinch.example";
const cardOf = (page: Page, title: string | RegExp) => page.getByRole("region", { name: title });

test("a requestor sees the limits, the risk in words, who decides and what would change, and submits", async () => {
  const page = await beDemoPerson(browser, "Nadia Petrova", { baseURL: demo.url });
  await page.goto("/exceptions/new");
  await page.getByRole("radio", { name: /^Enrolment constraint/ }).check();
  await cardOf(page, "Limits: Enrolment constraint").getByText("at most 30 days").waitFor();
  await page.getByLabel("Title").fill("Key of the night desk is in the post");

  await page.getByLabel("People").fill("joyce.adeyemi@marlowfinch.example");
  await cardOf(page, "Related").getByRole("link", { name: "Whole customer desk until the tokens come" }).waitFor();
  await page.getByLabel("People").fill("");
  await page.getByLabel("Find a person").fill("nadia");
  await page.locator(`datalist option[value="${nadia}"]`).waitFor({ state: "attached" });
  await page.getByLabel("Find a person").fill(nadia);
  await expect.poll(() => page.getByLabel("People").inputValue()).toBe(nadia);
  await page.getByLabel("Applications").fill("slide-viewer");
  await page.getByLabel("Networks").fill("0.0.0.0/0");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /is no narrowing/ })
    .click();
  await page.getByLabel("Networks").fill("10.25.0.0/24");
  const hours = page.getByRole("group", { name: "Hours 1" });
  for (const day of ["Mon", "Tue"]) await hours.getByLabel(day).check();
  await hours.getByLabel("From").fill("22:00");
  await hours.getByLabel("Until").fill("06:00");
  await page.getByLabel("Number of sign-ins").fill("20");
  await continueTo(page, "why");

  await page.getByLabel("Why it is needed").fill("The old key broke, and the new one comes by post within the week.");
  const ends = page.getByLabel("Ends (Europe/Dublin)");
  await page.getByLabel(/^Term:/).fill("30");
  const latest = await page.locator("#endsAt-hint").textContent();
  expect(latest).toContain(`${Number((await ends.inputValue()).slice(8, 10))} `);
  await page.getByLabel(/^Term:/).fill("7");
  await continueTo(page, "controls");

  await page.getByLabel("Control 1").fill("Sits at the desk in sight of the guard");
  await page.getByLabel("Likelihood").selectOption("2");
  await page.getByLabel("Impact").selectOption("2");
  await page.getByText("The common case of a well-fenced account.").first().waitFor();
  await page.getByLabel("What is missing").fill("Security key, order PO-77120");
  await page.getByLabel("When it arrives").fill("Within the week");
  await continueTo(page, "monitoring");

  await page.getByLabel("Monitoring plan").fill("The night supervisor reads the sign-ins each morning.");
  await page.getByLabel("Step 1").fill("Key enrolled");
  await page.getByLabel("Due (Europe/Dublin)").first().fill("2027-01-15T09:00");
  await continueTo(page, "check");

  const approvers = cardOf(page, "Who will have to approve");
  await approvers.getByText("as is expected").waitFor();
  await approvers.getByText("One of: Amara Diallo, Jonas Eklund").first().waitFor();
  const preview = cardOf(page, "What the next sign-in would do");
  await preview.getByText("Allowed below policy").waitFor();
  await cardOf(page, "Who will read this").waitFor();
  await page.getByRole("link", { name: "Go on to submit" }).click();
  await giveCommand(page, "Submit");
  expect(await stateOn(page)).toBe("Submitted");
});

test("without scripts, an approver who files what only they could decide is told that nobody could approve it", async () => {
  const page = await beDemoPerson(browser, "Priya Raman", { baseURL: demo.url, javaScriptEnabled: false });
  await page.goto("/exceptions/new");
  await page.getByRole("radio", { name: /^Incident or test/ }).check();
  await page.getByLabel("Title").fill("Exercise of the risk team");
  await page.getByRole("radio", { name: /^Somebody else/ }).check();
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page
    .getByRole("alert")
    .getByRole("link", { name: /Name the person whom it is for/ })
    .click();
  await page.getByLabel("Their e-mail address").fill(nadia);
  await page.getByLabel("People").fill(nadia);
  await page.getByLabel("Applications").fill("mail");
  await continueTo(page, "why");
  await page.getByLabel("Why it is needed").fill("We practise what happens when the second factor is down.");
  await continueTo(page, "controls");
  await page.getByLabel("Control 1").fill("Watched by the security desk");
  await page.getByLabel("Likelihood").selectOption("4");
  await page.getByLabel("Impact").selectOption("4");
  await page.getByLabel("Incident or test reference").fill("INC-2041");
  await continueTo(page, "monitoring");
  await page.getByLabel("Monitoring plan").fill("The security desk watches every sign-in.");
  await continueTo(page, "check");
  const alarm = page
    .getByRole("alert")
    .filter({ hasText: "Nobody could approve this, once rated high or rated critical." });
  expect(await alarm.textContent()).toContain("The group Risk lacks somebody who may decide here");
  await page.getByText("Not asked, although it is their office: Priya Raman (files it).").waitFor();
  await page.getByText("Whom you file it for is told by mail when you submit it.").waitFor();
});

test("what was begun is kept when one leaves at the first step", async () => {
  const page = await beDemoPerson(browser, "Nadia Petrova", { baseURL: demo.url });
  await page.goto("/exceptions/new");
  await page.getByRole("radio", { name: /^Accessibility/ }).check();
  await page.getByLabel("Title").fill("To be gone on with");
  await page.getByRole("button", { name: "Save and leave" }).click();
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
  expect(await stateOn(page)).toBe("Draft");
});
