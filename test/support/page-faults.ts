import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

const looks = (["light", "dark"] as const).flatMap((colorScheme) =>
  [1280, 390].map((width) => ({ colorScheme, width })),
);

/** Returns what the page in a window does wrong, in both themes, at a desk and on a phone. */
export async function faultsIn(page: Page): Promise<string[]> {
  const faults = /\n\s+at .+:\d+:\d+/.test(await page.content()) ? ["a stack trace is shown"] : [];
  for (const { colorScheme, width } of looks) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width, height: 900 });
    const look = `${width} ${colorScheme}`;
    const { violations } = await axe(page, colorScheme).analyze();
    for (const { id, nodes } of violations)
      faults.push(`${look}: ${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
    if (await isWiderThanWindow(page)) faults.push(`${look}: the page scrolls sideways`);
  }
  return faults;
}

/** Themes differ in their colours only, so everything else is looked at in one of them. */
function axe(page: Page, colorScheme: "light" | "dark"): AxeBuilder {
  const builder = new AxeBuilder({ page }).options({ resultTypes: ["violations"] }).setLegacyMode();
  return colorScheme === "light" ? builder : builder.withRules("color-contrast");
}

function isWiderThanWindow(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
}

/** Collects what a window's console complains about, as scripts and the content security policy do. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("pageerror", ({ message }) => complaints.push(message));
  page.on("console", (said) => {
    // The browser says so when an answer refuses something.
    const isAnswer = /^Failed to load resource: .* status of 4\d\d/.test(said.text());
    if (said.type() === "error" && !isAnswer) complaints.push(said.text());
  });
  return complaints;
}
