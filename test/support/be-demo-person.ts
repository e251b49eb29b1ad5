import type { Browser, BrowserContextOptions, Page } from "playwright-core";

/** Opens a window on the demo as one of its people, chosen at its door; null for somebody who has not signed in. */
export async function beDemoPerson(
  browser: Browser,
  name: string | null,
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  if (name === null) return page;
  await page.goto("/demo");
  await page.getByRole("button", { name: `Be ${name}` }).click();
  // Some are led to the next step of their sign-in instead.
  await page.waitForURL(/\/(dashboard|auditor|exceptions|enroll|sign-in)(\?|$)/);
  return page;
}

/** Returns the addresses of all records that somebody sees, by title. */
export async function recordsSeenBy(page: Page): Promise<Map<string, string>> {
  await page.goto("/exceptions?limit=200");
  const links = page.locator("table.register .title a");
  return new Map(
    await links.evaluateAll((all) =>
      all.map((link): [string, string] => [link.textContent ?? "", link.getAttribute("href") ?? ""]),
    ),
  );
}
