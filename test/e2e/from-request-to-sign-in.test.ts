import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { type AskLoginPath, connectLoginPath } from "#test/support/login-path.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import {
  continueTo,
  giveCommand,
  invite,
  openCommand,
  openWindow,
  rateRisk,
  setUpPasskey,
  signInAnew,
  stateOn,
} from "#test/support/windows.ts";

const roleOf = {
  requestor: null,
  identity: "Approver, identity",
  risk: "Approver, risk",
  implementer: "Implementer",
  admin: "Admin",
  auditor: "Auditor",
} as const;
type Part = keyof typeof roleOf;

const addressOf = (part: Part) => `${part}@harbour.example`;
const policies = "test/fixtures/conditional-access.json";
const excludedId = "0b8f3f0e-6f5d-4f0e-8d59-7a1c9b2e4d30";
const application = "harbour-desk";
const covered = { user: addressOf("requestor"), application };

let server: RunningServer;
let browser: Browser;
let owner: Page;
const at = {} as Record<Part, Page>;
let askLoginPath: AskLoginPath;
let recordId: string;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("the link that the first start prints makes the first owner, with a passkey", async () => {
  const link = /http:\S+\/setup\/\S+/.exec(server.printed())?.[0] ?? "";
  owner = await openWindow(browser, server.url);
  await setUpPasskey(owner, link, { email: "owner@harbour.example", name: "Orla Brandt" });
  await owner.goto("/settings/people");
  await owner.getByRole("heading", { name: "Orla Brandt" }).waitFor();
});

test("the owner adds people, and each sets up a passkey through their own link", async () => {
  for (const [part, role] of Object.entries(roleOf) as [Part, string | null][]) {
    await owner.goto("/settings/people");
    const link = await invite(owner, { address: addressOf(part), name: `Somebody in ${part}`, role });
    at[part] = await openWindow(browser, server.url);
    await setUpPasskey(at[part], link);
  }
  expect(Object.keys(at)).toEqual(Object.keys(roleOf));
});

test("an import files a draft for whom an enforced policy leaves out, and run again files nothing", async () => {
  const wish = ["import", "entra-conditional-access", policies, "--requestor", addressOf("requestor")];
  type Report = { filed: { id: string; title: string }[]; already_filed: string[]; notes: string[] };
  const { filed, notes } = await mfaRegisterJson<Report>(server, ...wish);
  expect(filed).toEqual([{ id: expect.any(String), title: expect.stringContaining("MFA for the harbour desk") }]);
  expect(notes).toEqual([expect.stringContaining(excludedId)]);
  recordId = filed[0]?.id ?? "";

  const again = await mfaRegisterJson<Report>(server, ...wish);
  expect([again.filed, again.already_filed]).toEqual([[], [expect.stringContaining(excludedId)]]);
});

test("the requestor finds the draft in the register, completes it and submits it", async () => {
  const page = at.requestor;
  await page.goto("/exceptions");
  await page.getByRole("link", { name: /is excluded from/ }).click();
  await page.getByRole("link", { name: "Edit", exact: true }).click();
  expect(await page.getByLabel("People").inputValue()).toBe(excludedId);
  await page.getByLabel("Title").fill("Harbour desk without a second factor");
  await page.getByLabel("People").fill(addressOf("requestor"));
  expect(await page.getByLabel("Applications").inputValue()).toBe(application);
  await continueTo(page, "why");
  await page.getByLabel("Why it is needed").fill("The desk is moved to other hardware this week, its reader is not.");
  await page.getByLabel("Accountable owner").fill(addressOf("admin"));
  await continueTo(page, "controls");
  await page.getByLabel("Control 1").fill("Desk is staffed by two at all times");
  await page.getByLabel("Change reference").fill("CHG-4711");
  await continueTo(page, "monitoring");
  await page.getByLabel("Monitoring plan").fill("Security looks at every sign-in of the desk on the day after.");
  await continueTo(page, "check");
  await page.getByRole("link", { name: "Go on to submit" }).click();
  await giveCommand(page, "Submit");
  expect(await stateOn(page)).toBe("Submitted");
});

test("the login path is told no while the exception is rated and approved, for approved is not live", async () => {
  askLoginPath = await connectLoginPath(server);
  expect(await askLoginPath(covered)).toMatchObject({ decision: false, context: { outcome: "challenge" } });

  await openCommand(at.risk, recordId, "Rate the risk");
  await rateRisk(at.risk, { inherent: 3, residual: 2 });
  await at.risk.getByLabel("Reasons for the rating").fill("Two people at the desk, one application, one week.");
  await giveCommand(at.risk, "Rate the risk");
  expect(await askLoginPath(covered)).toMatchObject({ decision: false });

  await signInAnew(at.identity);
  await at.identity.goto("/approvals");
  await at.identity.getByRole("link", { name: "Approve", exact: true }).click();
  await at.identity.getByLabel("Comment").fill("Until the reader has moved.");
  await giveCommand(at.identity, "Approve");
  expect(await stateOn(at.identity)).toContain("Approved");
  expect(await askLoginPath(covered)).toMatchObject({ decision: false });
});

test("put in place by a third person it lets in exactly whom and where it names, and says so", async () => {
  await openCommand(at.implementer, recordId, "Put in place");
  await at.implementer.getByLabel("Change reference").fill("CHG-4712");
  await at.implementer.getByLabel("Where it was changed").fill("Identity provider");
  await at.implementer.getByLabel("What was changed").fill("The desk's application left out for one person");
  await giveCommand(at.implementer, "Put in place");

  expect(await askLoginPath(covered)).toMatchObject({
    decision: true,
    context: { reason: "MFA_EXCEPTION_APPLIED", exception: { id: recordId, effect: "waive_mfa" } },
  });
  const others = [
    { user: addressOf("auditor"), application },
    { user: addressOf("requestor"), application: "payroll" },
    { user: excludedId, application },
  ];
  for (const signIn of others) expect(await askLoginPath(signIn)).toMatchObject({ decision: false });
});

test("revoked by an admin it is over with the very next sign-in", async () => {
  await openCommand(at.admin, recordId, "Revoke");
  await at.admin.getByLabel("Comment").fill("The reader has moved.");
  await giveCommand(at.admin, "Revoke");
  const { decision, context } = await askLoginPath(covered);
  expect([decision, context.exception]).toEqual([false, undefined]);
});

test("it is closed with its evidence, and the auditor can follow it from its import to its end", async () => {
  await openCommand(at.admin, recordId, "Close");
  await at.admin.getByRole("radio", { name: /^Replaced/ }).check();
  await at.admin.getByLabel("Evidence").fill("CHG-4713, and a sign-in with a passkey on the same day");
  await at.admin.getByLabel("Replaced by").fill("The reader at the new desk");
  await at.admin.getByLabel("What would have avoided it").fill("Moving the reader first");
  await giveCommand(at.admin, "Close");
  expect(await stateOn(at.admin)).toBe("Closed");

  await at.auditor.goto(`/audit?subject=${recordId}`);
  const events = await at.auditor.locator("tbody summary .hint").allInnerTexts();
  expect(events.filter((event) => event !== "exception.edited").reverse()).toEqual([
    "exception.drafted",
    "exception.submitted",
    "exception.assessed",
    "exception.approved",
    "exception.implemented",
    "exception.revoked",
    "exception.closed",
  ]);
});

test("the audit chain and every decision follow, and the server leaves in good order when told to", async () => {
  expect(await mfaRegisterJson(server, "verify")).toMatchObject({ ok: true });
  expect(await server.stop()).toBe(0);
  expect(server.printed()).not.toContain("fault");
});
