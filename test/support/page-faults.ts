import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { RunOptions } from "axe-core";
import type { Page } from "playwright-core";

type Look = { colorScheme: "light" | "dark"; width: number };

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Windows in which the frame around every page was examined; it is the same on the next page that the person opens. */
const framesSeen = new WeakSet<Page>();
const frame = ["header.side", "header.topbar"];

/** Returns what the page in a window does wrong, in both themes, at a desk and on a phone. */
export async function faultsIn(page: Page): Promise<string[]> {
  const isFirst = !framesSeen.has(page);
  const passedOver = isFirst ? [] : frame;
  const faults = /\n\s+at .+:\d+:\d+/.test(await page.content()) ? ["a stack trace is shown"] : [];
  await page.evaluate(axeSource);
  for (const { look, checks } of isFirst ? [inFull, ...otherLooks] : [inPart, ...otherLooks]) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: look.width, height: 900 });
    const shown = `${look.width} ${look.colorScheme}`;
    for (const check of checks)
      faults.push(...(await check(page, { passedOver, shown })).map((fault) => `${shown}: ${fault}`));
    if (await isWiderThanWindow(page)) faults.push(`${shown}: the page scrolls sideways`);
  }
  if ((await page.locator(frame.join(", ")).count()) > 0) framesSeen.add(page);
  return faults;
}

const contrast = "color-contrast";

/** Returns what is wrong; a structure that was examined on another page is passed over. */
type Check = (page: Page, around: { passedOver: readonly string[]; shown: string }) => Promise<string[]>;

const everything: Check = (page, { passedOver }) => violationsIn(page, {}, passedOver);
const structure: Check = (page, { passedOver }) =>
  violationsIn(page, { rules: { [contrast]: { enabled: false } } }, passedOver);

/** The kinds of text whose colours were measured, on whatever page, by the look in which they were. */
const measured = new Map<string, string[]>();

const colours: Check = async (page, { shown }) => {
  const known = measured.get(shown) ?? [];
  const { faults, kinds } = await page.evaluate(measureColours, { known, contrast });
  measured.set(shown, [...known, ...kinds]);
  return faults;
};

type Examination = { look: Look; checks: readonly Check[] };

const desk: Look = { colorScheme: "light", width: 1280 };
/**
 * The first page in a window is examined in full. On the others, and in the other looks, text is measured once for all pages
 * when it and all that is behind it have the same colours, since measuring is what takes the time.
 */
const inFull: Examination = { look: desk, checks: [everything] };
const inPart: Examination = { look: desk, checks: [structure, colours] };
/** They differ by what the themes and the widths change; a phone shows and hides things, so there the rest is examined again. */
const otherLooks: readonly Examination[] = [
  { look: { colorScheme: "light", width: 390 }, checks: [structure, colours] },
  { look: { colorScheme: "dark", width: 1280 }, checks: [colours] },
  { look: { colorScheme: "dark", width: 390 }, checks: [colours] },
];

function violationsIn(page: Page, options: RunOptions, passedOver: readonly string[]): Promise<string[]> {
  const asked = { options: { ...options, resultTypes: ["violations" as const] }, passedOver: [...passedOver] };
  return page.evaluate(examine, asked);
}

/** Runs in the page. */
async function examine({ options, passedOver }: { options: RunOptions; passedOver: string[] }): Promise<string[]> {
  const { axe: inPage } = window as unknown as { axe: typeof axe }; // the script above has put it there
  const exclude = passedOver.flatMap((selector) => [...document.querySelectorAll(selector)]);
  const { violations } = await inPage.run({ include: document, exclude }, options);
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

type Colours = { faults: string[]; kinds: string[] };

/** Runs in the page: measures the text that is of no kind that is known, and returns which kinds it was of. */
async function measureColours({ known, contrast }: { known: string[]; contrast: string }): Promise<Colours> {
  const { axe: inPage } = window as unknown as { axe: typeof axe }; // the script above has put it there
  const seen = new Set(known);
  const behind = new Map<Element, string>();
  const fresh = new Map<string, Element>();
  const switchedOff = ":disabled, [aria-disabled=true], label:has(:disabled)"; // may be pale
  for (const element of document.querySelectorAll("body, body *")) {
    const style = getComputedStyle(element);
    behind.set(element, `${behind.get(element.parentElement ?? element) ?? ""}${layerOf(element, style)}`);
    const text = [...element.childNodes]
      .map((node) => (node.nodeType === Node.TEXT_NODE ? node.nodeValue : ""))
      .join("");
    const isField = element.matches("input, select, textarea");
    if (!(isField || text.trim()) || !element.checkVisibility()) continue;
    const isExempt = text.trim().length === 1 || element.closest(switchedOff) !== null;
    const letters = [style.color, style.fontSize, style.fontWeight, style.textShadow, isExempt, isField];
    const kind = `${element.tagName}.${element.className} ${letters.join(" ")} on${behind.get(element)}`;
    if (!(seen.has(kind) || fresh.has(kind))) fresh.set(kind, element);
  }
  if (fresh.size === 0) return { faults: [], kinds: [] };
  const options = { runOnly: [contrast], resultTypes: ["violations" as const] };
  const { violations } = await inPage.run({ include: [...fresh.values()] }, options);
  const faults = violations.map(
    ({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
  return { faults, kinds: [...fresh.keys()] };

  /** What an element puts between its text and what is behind it; what is moved out of its place is told apart by its name. */
  function layerOf(element: Element, style: CSSStyleDeclaration): string {
    const { backgroundColor, backgroundImage, opacity, filter, position } = style;
    const paint = [backgroundColor, backgroundImage, opacity, filter].join(" ");
    const place = position === "static" ? "" : `${position} ${element.tagName}.${element.className}`;
    return paint === "rgba(0, 0, 0, 0) none 1 none" && !place ? "" : ` [${paint} ${place}]`;
  }
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
