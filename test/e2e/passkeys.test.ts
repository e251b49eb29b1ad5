import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { Browser, CDPSession, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchBrowser } from "#test/support/chromium.ts";
import { mfaRegisterJson } from "#test/support/command-line.ts";
import { freePort } from "#test/support/free-port.ts";
import { readPage } from "#test/support/markdown.ts";
import { type RunningServer, startServer } from "#test/support/start-server.ts";
import { home, setUpPasskey } from "#test/support/windows.ts";

const address = "skipper@harbour.example";

let server: RunningServer;
let browser: Browser;
let page: Page;
let devTools: CDPSession;
let portal: Server;
let portalUrl: string;
let ownDevice: string;
let keyOnRing: string;

beforeAll(async () => {
  const port = await freePort();
  portalUrl = `http://localhost:${port}`;
  portal = createServer((_request, response) =>
    response.setHeader("Content-Type", "text/html").end("<title>Portal</title>"),
  );
  portal.listen(port, "localhost");
  await once(portal, "listening");
  const settings = { FRONT_END_ORIGINS: portalUrl };
  [server, browser] = await Promise.all([startServer({ settings }), launchBrowser()]);
  const context = await browser.newContext({ baseURL: server.url });
  await context.addInitScript(() => {
    const { credentials } = navigator;
    const get = credentials.get.bind(credentials);
    credentials.get = (options) => {
      Object.assign(window, { asked: 1 });
      return get(options);
    };
  });
  page = await context.newPage();
  devTools = await context.newCDPSession(page);
  await devTools.send("WebAuthn.enable");
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  portal?.close();
});

/** Plugs an authenticator in: one of the device itself, whose passkeys are synced, or a key on its own. */
async function plugIn({ isSynced }: { isSynced: boolean }): Promise<string> {
  const { authenticatorId } = await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      ctap2Version: "ctap2_1",
      transport: isSynced ? "internal" : "usb",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
      defaultBackupEligibility: isSynced,
      defaultBackupState: isSynced,
    },
  });
  return authenticatorId;
}

/** Whether an authenticator is touched as soon as it is asked. */
const touch = (authenticatorId: string, enabled: boolean) =>
  devTools.send("WebAuthn.setAutomaticPresenceSimulation", { authenticatorId, enabled });

/** Waited for from before the click on, since the autofill may have led on by the time that it returns. */
const signOut = () =>
  Promise.all([page.waitForURL("**/sign-in"), page.getByRole("button", { name: "Sign out" }).click()]);

const row = (name: string) => page.getByRole("row", { name });

test("a passkey from a one-time link signs in where the browser fills in the name, with nothing typed", async () => {
  await mfaRegisterJson(server, "user", "add", address, "--name", "Skipper", "--role", "owner");
  const { url } = await mfaRegisterJson<{ url: string }>(server, "user", "invite", address);
  ownDevice = await plugIn({ isSynced: true });
  await setUpPasskey(page, url);
  await signOut();
  await page.waitForURL(home);
});

test("the button asks as well, after the autofill was left alone", async () => {
  await touch(ownDevice, false);
  await signOut();
  // What was asked while nobody touched it is never answered.
  await page.waitForFunction("window.asked === 1");
  await touch(ownDevice, true);
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.waitForURL(home);
});

test("a security key is added beside it; what may be copied and what may not are told apart", async () => {
  await page.getByRole("link", { name: "My sign-in" }).first().click();
  await row("Passkey").getByText("synced").waitFor();
  await touch(ownDevice, false);
  keyOnRing = await plugIn({ isSynced: false });
  const form = page.locator("form", { has: page.getByRole("button", { name: "Add a passkey" }) });
  await form.getByLabel("Name").fill("Key on my ring");
  await form.getByRole("button", { name: "Add a passkey" }).click();
  await row("Key on my ring").getByText("Security key · bound to its device").waitFor();
  expect(await row("Key on my ring").getByText("never").count()).toBe(1);
});

test("a passkey is renamed", async () => {
  const passkey = page.getByRole("row", { name: "Passkey" }).filter({ hasNotText: "Security key" });
  await passkey.getByText("Rename").click();
  await passkey.getByLabel("New name").fill("Work laptop");
  await passkey.getByRole("button", { name: "Save the name" }).click();
  await row("Work laptop").waitFor();
});

test("one of two is removed, and the last one is not", async () => {
  await row("Work laptop").getByRole("button", { name: "Remove Work laptop" }).click();
  await row("Work laptop").waitFor({ state: "detached" });
  await row("Key on my ring").getByRole("button", { name: "Remove Key on my ring" }).click();
  await page.getByText("This is your last way to sign in that the policy accepts.").waitFor();
  await row("Key on my ring").waitFor();
  await page.goto("/audit");
  await page.locator("tbody").getByText("ACCOUNT_MFA_DISABLE_BLOCKED").first().waitFor();
});

test("the key that stayed signs in, and its page says when", async () => {
  await page.goto("/account/security");
  await signOut();
  await page.waitForURL(home);
  await page.goto("/account/security");
  expect(await row("Key on my ring").getByText("never").count()).toBe(0);
});

test("a page of another front end signs in and adds a passkey with the code that the documentation shows", async () => {
  const code = readPage("docs/api.md").fences.find(({ info }) => info.join(" ") === "js front-end")?.text ?? "";
  await page.goto("/account/security");
  await page.goto(portalUrl);
  await page.addScriptTag({ content: `const REGISTER = ${JSON.stringify(server.url)};\n${code}` });
  expect(await page.evaluate("signIn()")).toMatchObject({ aal: 2, amr: ["hwk", "user", "pin", "mfa"] });
  await touch(keyOnRing, false);
  await touch(ownDevice, true);
  expect(await page.evaluate(`addPasskey("From the portal")`)).toMatchObject({ label: "From the portal" });
  await page.goto(`${server.url}/account/security`);
  await row("From the portal").waitFor();
});

test("a page of nobody's front end is answered nothing that it could read", async () => {
  await page.goto(portalUrl.replace("localhost", "127.0.0.1"));
  const asked = `fetch(${JSON.stringify(`${server.url}/api/auth/mfa/challenge/webauthn`)}, { credentials: "include" })`;
  expect(await page.evaluate(`${asked}.then(() => "read", () => "kept")`)).toBe("kept");
});
