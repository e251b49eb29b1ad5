import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#test/support/chromium.ts";
import { clientId, clientSecret, startIdentityProvider } from "#test/support/identity-provider.ts";
import { complaintsOf, faultsIn } from "#test/support/page-faults.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { home, openWindow, setUpPasskey } from "#test/support/windows.ts";

let server: RunningServer;
let browser: Browser;
let idp: Awaited<ReturnType<typeof startIdentityProvider>>;
let owner: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  idp = await startIdentityProvider({ redirectUris: [`${server.url}/sign-in/sso/callback`], hasPage: true });
});
afterAll(async () => {
  await browser?.close();
  await idp?.close();
  await server?.stop();
});

const withoutScript = async () =>
  (await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })).newPage();

/** Presses the button on the sign-in page, and the one at the provider. */
async function signInAt(page: Page): Promise<void> {
  await page.goto("/sign-in?to=/account/security");
  await page.getByRole("button", { name: "Single sign-on with Harbour Login" }).click();
  await page.waitForURL(`${idp.issuer}/**`);
  await page.getByRole("button", { name: "Sign in as" }).click();
}

test("an owner sets a provider up, which is asked whether it answers", async () => {
  owner = await openWindow(browser, server.url);
  const link = /http:\S+\/setup\/\S+/.exec(server.printed())?.[0] ?? "";
  await setUpPasskey(owner, link, { email: "owner@harbour.example", name: "Orla Brandt" });
  const complaints = complaintsOf(owner);
  await owner.getByRole("link", { name: "Single sign-on" }).first().click();
  await owner.getByRole("link", { name: "Add a provider" }).click();
  await owner.getByLabel("Name").fill("Harbour Login");
  await owner.getByLabel("Issuer").fill("http://127.0.0.1:1");
  await owner.getByLabel("Client id").fill(clientId);
  await owner.getByLabel("Client secret").fill(clientSecret);
  await owner.getByRole("checkbox", { name: "In use" }).check();
  await owner.getByRole("button", { name: "Save" }).click();
  await owner.getByRole("link", { name: "Nothing answers at this address" }).waitFor();
  expect(await faultsIn(owner)).toEqual([]);
  expect(await owner.getByLabel("Name").inputValue()).toBe("Harbour Login");

  await owner.getByLabel("Issuer").fill(idp.issuer);
  await owner.getByLabel("Client secret").fill(clientSecret);
  await owner.getByRole("checkbox", { name: "Add people who are new" }).check();
  await owner.getByLabel("Domains").fill("harbour.example");
  await owner.getByRole("checkbox", { name: "Believe it about second factors" }).check();
  await owner.getByRole("button", { name: "Save" }).click();
  await owner.getByRole("row", { name: /Harbour Login.*In use/ }).waitFor();
  // The form with the mistake was answered by 400, which the browser notes as well.
  expect(complaints.filter((complaint) => !complaint.includes("400"))).toEqual([]);
});

test("somebody new signs in with the provider and is let in, without any script", async () => {
  idp.signsIn({ subject: "nia", email: "nia@harbour.example", name: "Nia Novak", amr: ["hwk", "pin"] });
  const page = await withoutScript();
  await signInAt(page);
  await page.waitForURL("**/account/security");
  expect(await page.getByText("Nia Novak").count()).toBeGreaterThan(0);
});

test("whose provider knows of no second factor is led to enrol one", async () => {
  idp.signsIn({ subject: "otis", email: "otis@harbour.example", name: "Otis Park", amr: ["pwd"] });
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signInAt(page);
  await page.waitForURL(/\/(account\/security|enroll)/);
  // In the first days there is time, which every page says.
  await page.goto("/exceptions");
  expect(await page.getByText(/second factor|set up/i).count()).toBeGreaterThan(0);
});

test("whom the provider does not speak for is told so, and can go back", async () => {
  idp.signsIn({ subject: "eve", email: "eve@elsewhere.example", amr: ["hwk"] });
  const page = await (await browser.newContext({ baseURL: server.url })).newPage();
  await signInAt(page);
  await page.getByRole("alert").getByText("certain domains").waitFor();
  expect(await faultsIn(page)).toEqual([]);
  await page.getByRole("link", { name: "Back to the sign-in page" }).click();
  await page.waitForURL("**/sign-in");
});

test("an owner unlinks somebody who has another account at the provider", async () => {
  await owner.goto("/settings/single-sign-on");
  await owner.getByRole("link", { name: "Harbour Login" }).click();
  await owner.getByLabel("E-mail address here").fill("nobody@harbour.example");
  await owner.getByRole("button", { name: "Unlink" }).click();
  await owner.getByRole("alert").getByText("knows nobody by this address").waitFor();
  await owner.getByLabel("E-mail address here").fill("nia@harbour.example");
  await owner.getByRole("button", { name: "Unlink" }).click();
  await owner.getByText("nia@harbour.example was unlinked").waitFor();
  expect(await faultsIn(owner)).toEqual([]);
});

test("while the provider is down, a bypass account signs in, and the log says so", async () => {
  await idp.close();
  // The checks before left the window as wide as a phone.
  await owner.setViewportSize({ width: 1280, height: 800 });
  await owner.goto("/exceptions");
  await owner.getByRole("button", { name: "Sign out" }).click();
  await owner.waitForURL("**/sign-in");
  await owner.goto("/sign-in");
  await owner.getByRole("button", { name: "Single sign-on with Harbour Login" }).click();
  await owner.getByText("Harbour Login cannot be reached.").waitFor();
  expect(await faultsIn(owner)).toEqual([]);
  await owner.getByRole("button", { name: "Continue with a passkey" }).click();
  await owner.waitForURL(home);
  await owner.goto("/audit");
  await owner.locator("tbody").getByText("signed in without the identity provider").first().waitFor();
});
