import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { type AskLoginPath, connectLoginPath } from "#test/support/login-path.ts";
import { faultsIn } from "#test/support/page-faults.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { startDemo } from "./start-demo.ts";

let demo: RunningServer;
let browser: Browser;
let ask: AskLoginPath;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  ask = await connectLoginPath(demo, "marlow-finch");
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

/** Somebody who signed in for the first time three days ago and has no factor. */
const reasonOf = async () =>
  (await ask({ user: "karl.brandvold@marlowfinch.example", application: "mail" })).context.reason;

/** Changes the grace on the page of the policy, looks at the difference and saves. */
async function setGrace(page: Page, days: string, button: RegExp) {
  await page.goto("/settings/policy");
  await page.getByLabel("Grace", { exact: true }).fill(days);
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.getByRole("region", { name: "What changes, table" }).getByText(`${days} days`).waitFor();
  await page.getByLabel("Reason").fill("Agreed on Monday");
  await page.getByRole("button", { name: button }).click();
}

test("tightening acts at once; a weakening acts once a second admin has confirmed it", async () => {
  // The author has scripts switched off, the second admin has them on.
  const author = await beDemoPerson(browser, "Tomasz Wilk", { baseURL: demo.url, javaScriptEnabled: false });
  const second = await beDemoPerson(browser, "Siobhan Kearney", { baseURL: demo.url });
  expect(await reasonOf()).toBe("MFA_GRACE_ACTIVE");

  await setGrace(author, "2", /^Save as version/);
  await author.waitForURL(/\/settings\/policy\/versions\/\d+$/);
  expect(await reasonOf()).toBe("MFA_GRACE_EXPIRED");

  await setGrace(author, "10", /^Ask a second admin$/);
  await author.waitForURL(/\/settings\/policy\/drafts\/pol_/);
  await author.locator("summary", { hasText: "not yours now" }).click();
  const confirm = author.getByRole("button", { name: "Confirm", exact: true });
  expect(await confirm.getAttribute("aria-disabled")).toBe("true");
  await author.getByText("You asked for this, so a different admin has to decide.").first().waitFor();
  const byHand = await author.request.post(author.url(), {
    form: { command: "confirm", comment: "Mine" },
    headers: { Origin: demo.url },
    maxRedirects: 0,
  });
  expect(byHand.status()).toBe(403);
  expect(await reasonOf()).toBe("MFA_GRACE_EXPIRED");

  await second.goto("/settings/policy");
  await second.getByText("A weakening waits for a second admin: you").waitFor();
  await second.getByRole("link", { name: "Before and after" }).click();
  await second.getByRole("region", { name: "What it changes, table" }).getByText("10 days").waitFor();
  await second.getByLabel("Comment").fill("Until the keys are here");
  await second.getByRole("button", { name: "Confirm", exact: true }).click();
  await second.getByText("Confirmed", { exact: true }).first().waitFor();
  expect(await reasonOf()).toBe("MFA_GRACE_ACTIVE");

  await second.goto("/settings/policy/versions");
  await second.getByRole("link", { name: "Version 5" }).click();
  await second.getByRole("heading", { name: "From version 4 to version 5" }).waitFor();
});

test("a rule is added, taken back and kept as a draft that changes no sign-in", async () => {
  const page = await beDemoPerson(browser, "Siobhan Kearney", { baseURL: demo.url });
  await page.goto("/settings/policy");
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Which, rule 3").fill("finance");
  await page.getByLabel("Factors, rule 3").selectOption({ label: "Phishing-resistant only" });
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.getByRole("rowheader", { name: "Rule for Group Finance" }).waitFor();
  await page.getByRole("button", { name: "Remove rule 3" }).click();
  await page.getByLabel("Which, rule 3").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "Add a rule" }).click();
  await page.getByLabel("Which, rule 3").fill("couriers");
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.getByRole("rowheader", { name: "Rule for Group Couriers" }).waitFor();
  await page.getByLabel("Reason").fill("To be tried out");
  await page.getByRole("button", { name: "Keep as a draft" }).click();
  await page.waitForURL(/\/settings\/policy\/drafts\/pol_/);
  await page.getByText("It changes no sign-in").waitFor();
});

test("the difference before saving, and the form with a mistake, are in order", async () => {
  const page = await beDemoPerson(browser, "Siobhan Kearney", { baseURL: demo.url });
  await page.goto("/settings/policy");
  await page.getByRole("radio", { name: /^Off/ }).check();
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.locator("#review").getByText("Nobody is challenged").waitFor();
  expect(await faultsIn(page)).toEqual([]);

  await page.getByLabel("Grace", { exact: true }).fill("31");
  await page.getByRole("button", { name: "Add a floor" }).click();
  await page.getByLabel("Which, floor 2").waitFor();
  await page.getByRole("button", { name: "Review the changes" }).click();
  const summary = page.getByRole("alert").filter({ hasText: "This policy was not saved" });
  await summary.getByRole("link", { name: "Name whom or what it is about" }).waitFor();
  expect(await faultsIn(page)).toEqual([]);
});
