import type { Browser, Locator, Page } from "playwright-core";

/**
 * Opens a browser window of its own, with an authenticator that is always at hand and verifies its user. Its owner presses
 * buttons: such an authenticator would answer what the autofill offers at once, before anybody has chosen it.
 */
export async function openWindow(browser: Browser, baseURL: string): Promise<Page> {
  const context = await browser.newContext({ baseURL });
  await context.addInitScript(() => {
    PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
  const page = await context.newPage();
  const devTools = await context.newCDPSession(page);
  await devTools.send("WebAuthn.enable");
  await devTools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return page;
}

/** Where somebody is led who has signed in: by a role to how things stand, and otherwise to their own requests. */
export const home = /\/(dashboard|auditor|exceptions)$/;

/** Opens a one-time link and sets up a passkey; the first owner says who they are as well. */
export async function setUpPasskey(page: Page, link: string, names?: { email: string; name: string }): Promise<void> {
  await page.goto(link);
  if (names) {
    await page.getByLabel("E-mail").fill(names.email);
    await page.getByLabel("Your name").fill(names.name);
  }
  await page.getByRole("button", { name: "Create a passkey" }).click();
  await page.waitForURL(home);
}

type Newcomer = { address: string; name: string; role?: string | null };

/** Adds somebody on Settings → People, which is open, and returns the link that is shown once. */
export async function invite(page: Page, { address, name, role }: Newcomer): Promise<string> {
  await page.getByText("Add somebody").click();
  const form = page.locator("form", { has: page.getByRole("button", { name: "Add and invite" }) });
  await form.getByLabel("E-mail address").fill(address);
  await form.getByLabel("Name", { exact: true }).fill(name);
  if (role) await form.getByLabel(role, { exact: true }).check();
  await form.getByRole("button", { name: "Add and invite" }).click();
  return textOf(page.getByRole("region", { name: "invitation link" }));
}

/** Signs out and in again with the passkey. */
export async function signInAnew(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Continue with a passkey" }).click();
  await page.waitForURL(home);
}

/** Goes from a record to one of its commands, as its button does. */
export async function openCommand(page: Page, id: string, label: string): Promise<void> {
  await page.goto(`/exceptions/${id}`);
  await page.getByRole("link", { name: label, exact: true }).click();
  await page.getByRole("button", { name: label, exact: true }).waitFor();
}

/** Gives the command whose form is open, and waits for the record. */
export async function giveCommand(page: Page, label: string): Promise<void> {
  await page.getByRole("button", { name: label, exact: true }).click();
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+$/);
}

/** Saves a step of the intake and waits for the one after it. */
export async function continueTo(page: Page, step: string): Promise<void> {
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.waitForURL(new RegExp(`/edit/${step}$`));
}

/** Rates the risk with and without controls in the form that is open. */
export async function rateRisk(page: Page, rating: { inherent: number; residual: number }): Promise<void> {
  for (const [which, score] of Object.entries(rating))
    for (const axis of ["likelihood", "impact"])
      await page.locator(`[name="${which}.${axis}"]`).selectOption(`${score}`);
}

/** The state that a record's page shows beside its title. */
export function stateOn(page: Page): Promise<string> {
  return textOf(page.locator("main .badge").first());
}

export async function textOf(place: Locator): Promise<string> {
  return (await place.textContent()) ?? "";
}

/** Makes recovery codes on their page, which is open, and returns them. */
export async function makeCodes(page: Page, button = "Show me ten codes"): Promise<string[]> {
  await page.getByRole("button", { name: button }).click();
  const list = page.getByRole("list", { name: "Recovery codes" });
  await list.waitFor();
  return list.getByRole("listitem").allInnerTexts();
}
