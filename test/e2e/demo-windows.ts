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
/** What has been looked up. */
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
    addresses = await recordsSeenBy(windowOf(auditor).page);
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
      const address = await addressOf(path);
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

/** Returns the address that a path stands for; what has no title in the register is looked up where one would find it. */
export async function addressOf(path: string): Promise<string> {
  const title = /\{(.+)\}/.exec(path)?.[1];
  if (title === undefined) return path;
  const address = addresses.get(title) ?? (await lookUp(title));
  if (!address) throw new Error(`the demo has no record "${title}"`);
  addresses.set(title, address);
  return path.replace(`{${title}}`, address);
}

async function lookUp(title: string): Promise<string | null> {
  const { page } = windowOf(auditor);
  if (title === "The weakening that waits") {
    await page.goto("/settings/policy");
    return page.getByRole("link", { name: "Before and after" }).getAttribute("href");
  }
  if (title === "Clock of one's own app") {
    const { page: own } = windowOf(identity);
    await own.goto("/account/security");
    const link = own.getByRole("link", { name: /Set its clock/ });
    return link.first().getAttribute("href");
  }
  const list = firstOf[title];
  if (list === undefined) return null;
  await page.goto(await addressOf(list));
  return page.locator("tbody a, h2 a").first().getAttribute("href");
}
