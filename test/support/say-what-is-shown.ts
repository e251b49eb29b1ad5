import type { Browser } from "playwright-core";
import { afterEach } from "vitest";

/** After a test that failed, says what each window of the browser shows; for the top of a file. */
export function sayWhatIsShown(browser: () => Browser): void {
  afterEach(async ({ task }) => {
    if (task.result?.state !== "fail") return;
    for (const page of browser()
      .contexts()
      .flatMap((context) => context.pages()))
      console.error(`${page.url()} shows:\n${(await page.locator("body").allInnerTexts()).join("\n")}`);
  });
}
