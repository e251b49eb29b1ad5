import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson, recordsSeenBy } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { complaintsOf, faultsIn } from "#test/support/page-faults.ts";
import { sayWhatIsShown } from "#test/support/say-what-is-shown.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { auditor, firstOf, identity, type Shown } from "./pages.ts";
import { startDemo } from "./start-demo.ts";

let demo: RunningServer;
let browser: Browser;
const windows = new Map<string | null, { page: Page; complaints: string[] }>();
let addresses: Map<string, string>;

/** For a test file: the demo, a browser, and a window for each of these people, and for those who look up addresses. */
export function openWindows(people: readonly (string | null)[]): void {
  sayWhatIsShown(() => browser);
  beforeAll(async () => {
    [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
    for (const who of new Set([...people, auditor, identity])) {
      const page = await beDemoPerson(browser, who, { baseURL: demo.url });
      windows.set(who, { page, complaints: complaintsOf(page) });
    }
    const { page } = windowOf(auditor);
    addresses = await recordsSeenBy(page);
    await page.goto("/settings/policy");
    const weakening = await page.getByRole("link", { name: "Before and after" }).getAttribute("href");
    addresses.set("The weakening that waits", weakening ?? "");
    const { page: own } = windowOf(identity);
    await own.goto("/account/security");
    const clock = await own
      .getByRole("link", { name: /Set its clock/ })
      .first()
      .getAttribute("href");
    addresses.set("Clock of one's own app", clock ?? "");
    for (const [name, list] of Object.entries(firstOf)) {
      await page.goto(addressOf(list));
      addresses.set(name, (await page.locator("tbody a, h2 a").first().getAttribute("href")) ?? "");
    }
  });
  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
  });
}

/** Looks at each of these pages in every look. */
export function lookAt(shown: readonly Shown[]): void {
  openWindows(shown.map(({ who }) => who));
  for (const { path, who } of shown)
    test(`${path} is in order for ${who ?? "somebody who has not signed in"}`, async () => {
      const { page, complaints } = windowOf(who);
      const address = addressOf(path);
      await page.goto(address);
      expect(page.url()).toBe(demo.url + address);
      expect(await faultsIn(page)).toEqual([]);
      expect(complaints.splice(0)).toEqual([]);
    });
}

/** Opens a window of one's own on the demo. */
export function windowAs(who: string | null): Promise<Page> {
  return beDemoPerson(browser, who, { baseURL: demo.url });
}

export function windowOf(who: string | null) {
  const window = windows.get(who);
  if (!window) throw new Error(`no window is open for ${who}`);
  return window;
}

export function addressOf(path: string): string {
  return path.replace(/\{(.+)\}/, (_braced, title: string) => {
    const address = addresses.get(title);
    if (!address) throw new Error(`the demo has no record "${title}"`);
    return address;
  });
}
