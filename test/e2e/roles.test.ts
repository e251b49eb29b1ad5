import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { putInPlace } from "#test/support/active-exception.ts";
import { beDemoPerson, recordsSeenBy } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { giveCommand, stateOn } from "#test/support/windows.ts";
import { startDemo } from "./start-demo.ts";

const assessed = "Payroll correction run";
const waiting = "Locum pathologist, first week";
const approved = "Exercise: fall-back sign-in of the night shift";
const active = "Authenticator that speaks";

let demo: RunningServer;
let browser: Browser;
let auditor: Page;
let addresses: Map<string, string>;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  auditor = await be("Ruth Abara");
  addresses = await recordsSeenBy(auditor);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

test("an auditor sees every record that the owner sees, the audit log, people and approvals", async () => {
  const owner = await be("Siobhan Kearney");
  expect([...addresses.keys()].sort()).toEqual([...(await recordsSeenBy(owner)).keys()].sort());
  for (const [label, heading] of [
    ["Approvals", "Approvals"],
    ["Audit log", "Audit log"],
    ["People", "People"],
  ] as const) {
    await auditor.getByRole("navigation", { name: "Main" }).getByRole("link", { name: label }).click();
    await auditor.getByRole("heading", { name: heading, level: 1 }).waitFor();
  }
});

test("an auditor is offered no command, and the server takes none from them", async () => {
  for (const [title, command] of [
    [assessed, "approve"],
    [assessed, "reject"],
    [approved, "implement"],
    [active, "revoke"],
  ] as const) {
    await auditor.goto(addressOf(title));
    await auditor.getByRole("heading", { name: "Nothing waits for you here" }).waitFor();
    await auditor.goto(`${addressOf(title)}/${command}`);
    await auditor.getByText("Auditors read everything and change nothing.").first().waitFor();
    expect(await auditor.locator("form#command").count()).toBe(0);
    expect(await sendCommand(auditor, title, command)).toBe(403);
  }
  await auditor.goto("/exceptions");
  expect(await auditor.getByRole("link", { name: "New exception" }).count()).toBe(0);
  await auditor.goto("/settings/people");
  expect(
    await auditor
      .getByRole("button")
      .filter({ hasText: /add|bar|save/i })
      .count(),
  ).toBe(0);
});

test("somebody without a role finds what concerns them and nothing else", async () => {
  const requestor = await be("Nadia Petrova");
  const seen = await recordsSeenBy(requestor);
  expect([...seen.keys()]).toContain(assessed);
  expect(seen.size).toBeLessThan(addresses.size / 2);
  expect([...seen.keys()]).not.toContain(active);

  expect((await requestor.goto(addressOf(active)))?.status()).toBe(404);
  expect(await requestor.getByText(active).count()).toBe(0);
  for (const path of ["/approvals", "/audit", "/settings/people"])
    expect((await requestor.goto(path))?.status()).toBe(403);
  await requestor.goto(addressOf(assessed));
  expect(await sendCommand(requestor, assessed, "approve")).toBe(403);
});

test("an implementer cannot approve, and puts in place what others approved", async () => {
  const implementer = await be("Mei Tanaka");
  await implementer.goto(addressOf(assessed));
  expect(await implementer.getByRole("link", { name: "Approve", exact: true }).count()).toBe(0);
  await implementer.goto(`${addressOf(assessed)}/approve`);
  await implementer.getByText("This needs a member of an approver group.").first().waitFor();
  expect(await sendCommand(implementer, assessed, "approve")).toBe(403);

  await implementer.goto(`${addressOf(approved)}/implement`);
  await implementer.getByLabel("Where it was changed").fill("Identity provider");
  await implementer.getByLabel("What was changed").fill("Excluded the night shift's account from the policy.");
  await implementer.getByLabel("Change reference").fill("CHG-9001");
  await giveCommand(implementer, "Put in place");
  expect(await stateOn(implementer)).toBe("Active");
});

test("an approver decides what waits for them, and cannot put it in place as well", async () => {
  const approver = await be("Amara Diallo");
  await approver.goto("/approvals");
  const card = approver.getByRole("listitem").filter({ hasText: waiting });
  await card.getByRole("link", { name: "Approve", exact: true }).click();
  await giveCommand(approver, "Approve");
  expect(await stateOn(approver)).toContain("Approved");
  expect(await sendCommand(approver, waiting, "implement")).toBe(403);
});

function be(name: string): Promise<Page> {
  return beDemoPerson(browser, name, { baseURL: demo.url });
}

function addressOf(title: string): string {
  const address = addresses.get(title);
  if (!address) throw new Error(`the demo has no record "${title}"`);
  return address;
}

/** Sends the form of a command as if there were one on the page; returns the status of the answer. */
async function sendCommand(page: Page, title: string, command: string): Promise<number> {
  const form = { version: "1", comment: "Sent by hand", ...putInPlace };
  const headers = { Origin: demo.url };
  const answer = await page.request.post(`${addressOf(title)}/${command}`, { form, headers, maxRedirects: 0 });
  return answer.status();
}
