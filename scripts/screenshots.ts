import { mkdirSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Browser, Page } from "playwright-core";
import { launchBrowser } from "#test/support/chromium.ts";
import { startDemo } from "#test/support/start-demo.ts";

const { values } = parseArgs({
  options: { out: { type: "string", default: "docs/images" }, all: { type: "boolean", default: false } },
});

/** The pages shown in the documentation, by the name of their picture, each seen by somebody whose page it is. */
const shown = [
  { name: "register", role: "Approver, risk", open: (page: Page) => page.goto("/exceptions") },
  { name: "record", role: "Approver, risk", open: openFirst("live") },
  { name: "intake", role: "Requestor", open: (page: Page) => page.goto("/exceptions/new") },
  { name: "approvals", role: "Approver, identity", open: (page: Page) => page.goto("/approvals") },
  { name: "policy", role: "Owner", open: (page: Page) => page.goto("/settings/policy") },
  { name: "decision", role: "Auditor", open: openDecision },
  { name: "dashboard", role: "Approver, risk", open: (page: Page) => page.goto("/dashboard") },
];

/** Every other page; `--all` takes these too, in both themes and on a phone, for looking at. */
const others = [
  { name: "draft-step-why", role: "Admin", open: (page: Page) => openDraftStep(page, "why") },
  { name: "draft-step-controls", role: "Admin", open: (page: Page) => openDraftStep(page, "controls") },
  { name: "draft-step-monitoring", role: "Admin", open: (page: Page) => openDraftStep(page, "monitoring") },
  { name: "draft-step-check", role: "Admin", open: (page: Page) => openDraftStep(page, "check") },
  { name: "assess", role: "Approver, risk", open: openCommand("Rate the risk") },
  { name: "approve", role: "Approver, identity", open: openCommand("Approve") },
  { name: "audit", role: "Auditor", open: (page: Page) => page.goto("/audit") },
  { name: "people", role: "Owner", open: (page: Page) => page.goto("/settings/people") },
  { name: "policy-read", role: "Auditor", open: (page: Page) => page.goto("/settings/policy") },
  { name: "policy-review", role: "Owner", open: reviewPolicy },
  { name: "policy-versions", role: "Auditor", open: (page: Page) => page.goto("/settings/policy/versions") },
  { name: "policy-version", role: "Owner", open: (page: Page) => page.goto("/settings/policy/versions/1?with=2") },
  { name: "policy-draft", role: "Owner", open: openWeakening },
  { name: "categories", role: "Owner", open: (page: Page) => page.goto("/settings/categories") },
  { name: "category", role: "Auditor", open: (page: Page) => page.goto("/settings/categories/federated_partner") },
  { name: "category-review", role: "Owner", open: reviewCategory },
  { name: "controls", role: "Owner", open: (page: Page) => page.goto("/settings/controls") },
  { name: "control", role: "Owner", open: (page: Page) => page.goto("/settings/controls/session_monitoring") },
  { name: "record-risk", role: "Implementer", open: openControls },
  { name: "directory", role: "Owner", open: (page: Page) => page.goto("/directory") },
  { name: "directory-person", role: "Owner", open: openPerson },
  { name: "directory-group", role: "Owner", open: (page: Page) => page.goto("/directory/groups/finance") },
  { name: "directory-import", role: "Owner", open: (page: Page) => page.goto("/directory/import") },
  { name: "figure", role: "Auditor", open: (page: Page) => page.goto("/dashboard/live_controlled_share?by=owner") },
  { name: "sign-ins", role: "Auditor", open: (page: Page) => page.goto("/decisions") },
  { name: "what-if", role: "Auditor", open: tryOut },
  { name: "replays", role: "Auditor", open: (page: Page) => page.goto("/replays") },
  { name: "replay", role: "Auditor", open: openReplay },
  { name: "reasons", role: "Auditor", open: (page: Page) => page.goto("/reasons") },
  { name: "tokens", role: "Owner", open: (page: Page) => page.goto("/settings/tokens") },
  { name: "account", role: "Owner", open: (page: Page) => page.goto("/account/security") },
  { name: "empty", role: "Auditor", open: (page: Page) => page.goto("/exceptions?q=nothing+like+it") },
  { name: "not-found", role: "Auditor", open: (page: Page) => page.goto("/exceptions/EXC-1999-0001") },
  { name: "sign-in", role: null, open: (page: Page) => page.goto("/sign-in") },
  { name: "demo", role: null, open: (page: Page) => page.goto("/demo") },
];

async function openDecision(page: Page) {
  await page.goto("/decisions?outcome=allow&reason=MFA_EXCEPTION_APPLIED");
  await page.locator("tbody a").first().click();
  await page.waitForURL(/\/decisions\/[0-9a-z]+\./);
}

async function openReplay(page: Page) {
  await page.goto("/replays");
  await page.locator("tbody a").first().click();
  await page.waitForURL(/\/replays\/.+/);
}

async function tryOut(page: Page) {
  await page.goto("/what-if");
  await page.getByLabel("User name or id").fill("arthur.nyland@marlowfinch.example");
  await page.getByLabel("Application id").fill("mail");
  await page.getByRole("button", { name: "Try it" }).click();
  await page.waitForURL(/\/what-if\?/);
}

async function openPerson(page: Page) {
  await page.goto("/directory?q=arthur+nyland");
  await page.locator("tbody a").first().click();
  await page.waitForURL(/\/directory\/users\//);
}

function openFirst(view: string) {
  return async (page: Page) => {
    await page.goto(`/exceptions?view=${view}`);
    await page.locator("table.register .title a").first().click();
    await page.waitForURL(/\/exceptions\/EXC-/);
  };
}

function openCommand(label: string) {
  return async (page: Page) => {
    await page.goto("/approvals");
    await page.getByRole("link", { name: label, exact: true }).first().click();
    await page.waitForURL(/\/(assess|approve)$/);
  };
}

/** Imported drafts wait for anybody to take them on. */
async function openDraftStep(page: Page, step: string) {
  await page.goto("/exceptions?state=draft&q=excluded");
  const address = await page.locator("table.register .title a").first().getAttribute("href");
  await page.goto(`${address}/edit/${step}?checked=1`);
}

/** Something that weakens and something that tightens. */
async function reviewPolicy(page: Page) {
  await page.goto("/settings/policy");
  await page.getByRole("radio", { name: /^Optional/ }).check();
  await page.getByRole("radio", { name: /^Phishing-resistant/ }).check();
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.locator("#review").waitFor();
}

/** Something that weakens, something that tightens, and a stage for which there are too few people. */
async function reviewCategory(page: Page) {
  await page.goto("/settings/categories/federated_partner");
  await page.getByLabel("Longest term").fill("270");
  await page.getByLabel("Grace after a due review").fill("3");
  await page.getByLabel("Security leadership, critical").fill("3");
  await page.getByRole("button", { name: "Review the changes" }).click();
  await page.locator("#review").waitFor();
}

async function openControls(page: Page) {
  await page.goto("/exceptions?q=southern+site");
  const address = await page.locator("table.register .title a").first().getAttribute("href");
  await page.goto(`${address}/risk`);
  await page.getByText("Record a check").click();
}

async function openWeakening(page: Page) {
  await page.goto("/settings/policy");
  await page.getByRole("link", { name: "Before and after" }).click();
  await page.waitForURL(/\/drafts\//);
}

type Look = { width: number; height: number; colorScheme: "light" | "dark" };

async function take(browser: Browser, baseURL: string, pages: typeof others, look: Look, suffix: string) {
  const { width, height, colorScheme } = look;
  for (const { name, role, open } of pages) {
    const context = await browser.newContext({ baseURL, viewport: { width, height }, colorScheme });
    const page = await context.newPage();
    if (role) {
      await page.goto("/demo");
      await page.locator("li.card", { hasText: role }).first().getByRole("button").click();
      await page.waitForURL((url) => !url.pathname.startsWith("/demo"));
    }
    await open(page);
    await page.waitForLoadState("networkidle");
    // A window as tall as its page: in a picture of the whole page, what sticks to the window would cover fields.
    const pageHeight = await page.evaluate(() => document.documentElement.scrollHeight);
    if (values.all) await page.setViewportSize({ width, height: Math.max(height, pageHeight) });
    await page.screenshot({ path: `${values.out}/${name}${suffix}.png` });
    await context.close();
  }
}

mkdirSync(values.out, { recursive: true });
const demo = await startDemo();
const browser = await launchBrowser();
try {
  if (!values.all) await take(browser, demo.url, shown, { width: 1280, height: 900, colorScheme: "light" }, "");
  else
    for (const colorScheme of ["light", "dark"] as const)
      for (const width of [1280, 390])
        await take(
          browser,
          demo.url,
          [...shown, ...others],
          { width, height: 900, colorScheme },
          `-${width}-${colorScheme}`,
        );
} finally {
  await browser.close();
  await demo.stop();
}
