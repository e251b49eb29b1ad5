import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { faultsIn } from "#test/support/page-faults.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { startDemo } from "./start-demo.ts";

let demo: RunningServer;
let browser: Browser;
let admin: Page;

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
  admin = await be("Tomasz Wilk");
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

const be = (name: string) => beDemoPerson(browser, name, { baseURL: demo.url });

async function openPerson(page: Page, name: string) {
  await page.goto("/directory");
  await page.getByRole("searchbox").fill(name);
  await page.getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name, exact: true }).click();
  await page.getByRole("heading", { name, level: 1 }).waitFor();
}

test("a person's page says what they meet at their next sign-in, and why", async () => {
  await openPerson(admin, "Arthur Nyland");
  await admin.getByLabel("Application").selectOption({ label: "Slide viewer" });
  await admin.getByRole("button", { name: "Show" }).click();
  await admin.waitForURL(/application=slide-viewer/);
  await admin.getByText("MFA_GRACE_EXPIRED").waitFor();
  await admin.getByText("Rule by rule").click();
  await admin.getByText("time to enrol until").first().waitFor();
  expect(await faultsIn(admin)).toEqual([]);
});

test("from there a draft begins, with them and the application in its scope", async () => {
  await admin.getByRole("link", { name: "More time to enrol" }).click();
  await admin.waitForURL(/\/exceptions\/new/);
  expect(await admin.getByLabel("Title").inputValue()).toBe("More time to enrol: Arthur Nyland");
  expect(await admin.getByLabel("People").inputValue()).toBe("arthur.nyland@marlowfinch.example");
  expect(await admin.getByLabel("Applications").inputValue()).toBe("slide-viewer");
  expect(await admin.getByRole("radio", { name: /^Enrol later/ }).isChecked()).toBe(true);
  await admin.getByRole("button", { name: "Save and continue" }).click();
  await admin.waitForURL(/\/exceptions\/EXC-[\d-]+\/edit\//);
});

test("an admin adds somebody, puts them into a group, bars them and lets them in again", async () => {
  await admin.goto("/directory");
  await admin.getByText("Add somebody").click();
  await admin.getByRole("button", { name: "Add to the directory" }).click();
  await admin.getByRole("alert").getByRole("link", { name: "Enter a name." }).waitFor();
  await admin.getByLabel("Name", { exact: true }).fill("Maud Ellery");
  await admin.getByLabel("E-mail address").fill("Maud.Ellery@marlowfinch.example");
  await admin.getByRole("button", { name: "Add to the directory" }).click();
  await admin.getByRole("heading", { name: "Maud Ellery", level: 1 }).waitFor();
  await admin.getByLabel("Group by its id").fill("finance");
  await admin.getByRole("button", { name: "Add to group" }).click();
  await admin.getByRole("link", { name: "Finance", exact: true }).click();
  await admin.getByRole("button", { name: "Remove Maud Ellery" }).click();
  await admin.getByText("Maud Ellery is no longer a member.").waitFor();

  await openPerson(admin, "Maud Ellery");
  await admin.getByText("Edit or bar").click();
  await admin.getByText("Bar from signing in…").click();
  await admin.getByRole("button", { name: "Bar from signing in", exact: true }).click();
  await admin.getByText("SUBJECT_DISABLED").waitFor();
  await admin.getByRole("button", { name: "Let in again" }).click();
  await admin.getByText("Their time to enrol is what it was.").waitFor();
});

test("a file is checked, refused by the line, and taken in once it is right", async () => {
  await admin.goto("/directory/import");
  const lines = admin.getByLabel("Or its lines, pasted");
  await lines.fill("user_name,name,groups\nivy.stone@marlowfinch.example,Ivy Stone,nowhere");
  await admin.getByRole("button", { name: "Import", exact: true }).click();
  await admin.getByRole("cell", { name: "there is no group nowhere" }).waitFor();
  expect(await faultsIn(admin)).toEqual([]);
  await lines.fill("user_name,name,groups\nivy.stone@marlowfinch.example,Ivy Stone,Finance");
  await admin.getByRole("button", { name: "Check only" }).click();
  await admin.getByText("Nothing was written yet. It would be: 1 added").waitFor();
  await admin.getByRole("button", { name: "Import", exact: true }).click();
  await admin.getByText("The directory was taken in: 1 added").waitFor();
});

test("an auditor reads the directory and is offered no change of it", async () => {
  const auditor = await be("Ruth Abara");
  await openPerson(auditor, "Nadia Petrova");
  expect(
    await auditor
      .getByRole("button")
      .filter({ hasText: /save|add|remove|bar/i })
      .count(),
  ).toBe(0);
  expect(await auditor.getByText("Begin an exception").count()).toBe(0);
  const requestor = await be("Nadia Petrova");
  expect((await requestor.goto("/directory"))?.status()).toBe(403);
});

test("the playbook's own line lists the accounts that get in without the identity provider", async (context) => {
  const run = promisify(execFile);
  const has = (tool: string) =>
    run(tool, ["--version"]).then(
      () => true,
      () => false,
    );
  if (!(await has("curl")) || !(await has("jq"))) context.skip("curl or jq is not here");
  const user = "ruth.abara@marlowfinch.example";
  const { token } = await mfaRegisterJson<{ token: string }>(
    demo,
    "token",
    "create",
    "--user",
    user,
    "--scope",
    "read",
  );
  const line = `curl -s "$BASE/api/workspaces/$WORKSPACE_ID/members" -H "Authorization: Bearer $WRN_TOKEN" | jq '.data[] | select(.sso_required == false) | {email, role, last_login}'`;
  const env = { ...process.env, BASE: demo.url, WORKSPACE_ID: "marlow-finch", WRN_TOKEN: token };
  const { stdout } = await run("bash", ["-c", line], { env });
  expect(stdout.match(/"email": "[^"]+"/g)).toEqual([
    '"email": "first.login@marlowfinch.example"',
    '"email": "glass.north@marlowfinch.example"',
    '"email": "glass.south@marlowfinch.example"',
  ]);
});
