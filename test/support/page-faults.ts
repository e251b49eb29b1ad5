import axe, { type RunOptions } from "axe-core";
import type { Page } from "playwright-core";

type Look = { colorScheme: "light" | "dark"; width: number };

/** Windows in which the frame around every page was examined; it is the same on the next page that the person opens. */
const framesSeen = new WeakSet<Page>();
const frame = ["header.side", "header.topbar"];

/** Returns what the page in a window does wrong, in both themes, at a desk and on a phone. */
export async function faultsIn(page: Page): Promise<string[]> {
  const isFirst = !framesSeen.has(page);
  const passedOver = isFirst ? [] : frame;
  const faults = /\n\s+at .+:\d+:\d+/.test(await page.content()) ? ["a stack trace is shown"] : [];
  await page.evaluate(axe.source);
  for (const { look, checks } of isFirst ? [inFull, ...otherLooks] : [inPart, ...otherLooks]) {
    await page.emulateMedia({ colorScheme: look.colorScheme, reducedMotion: "reduce" });
    await page.setViewportSize({ width: look.width, height: 900 });
    const shown = `${look.width} ${look.colorScheme}`;
    for (const check of checks) faults.push(...(await check(page, passedOver)).map((fault) => `${shown}: ${fault}`));
    if (await isWiderThanWindow(page)) faults.push(`${shown}: the page scrolls sideways`);
  }
  if ((await page.locator(frame.join(", ")).count()) > 0) framesSeen.add(page);
  return faults;
}

const contrast = "color-contrast";

/** Returns what is wrong, save in the parts of the page that are passed over. */
type Check = (page: Page, passedOver: readonly string[]) => Promise<string[]>;

const everything: Check = (page, passedOver) => violationsIn(page, {}, { passedOver });
const structure: Check = (page, passedOver) =>
  violationsIn(page, { rules: { [contrast]: { enabled: false } } }, { passedOver });
const colours: Check = (page, passedOver) =>
  violationsIn(page, { runOnly: [contrast] }, { passedOver, isOneOfAKind: true });

type Examination = { look: Look; checks: readonly Check[] };

const desk: Look = { colorScheme: "light", width: 1280 };
/**
 * The first page in a window is examined in full. On the others, and in the other looks, one of each kind of element has its
 * colours measured, since they follow from what an element and those around it say of themselves, and measuring is what
 * takes the time.
 */
const inFull: Examination = { look: desk, checks: [everything] };
const inPart: Examination = { look: desk, checks: [structure, colours] };
/** They differ by what the themes and the widths change; a phone shows and hides things, so there the rest is examined again. */
const otherLooks: readonly Examination[] = [
  { look: { colorScheme: "light", width: 390 }, checks: [structure, colours] },
  { look: { colorScheme: "dark", width: 1280 }, checks: [colours] },
  { look: { colorScheme: "dark", width: 390 }, checks: [colours] },
];

type Part = { passedOver: readonly string[]; isOneOfAKind?: boolean };

function violationsIn(page: Page, options: RunOptions, { passedOver, isOneOfAKind = false }: Part): Promise<string[]> {
  const asked = { options: { ...options, resultTypes: ["violations" as const] }, isOneOfAKind };
  return page.evaluate(examine, { ...asked, passedOver: [...passedOver] });
}

/** Runs in the page. */
async function examine({
  options,
  passedOver,
  isOneOfAKind,
}: {
  options: RunOptions;
  passedOver: string[];
  isOneOfAKind: boolean;
}): Promise<string[]> {
  const { axe: inPage } = window as unknown as { axe: typeof axe }; // the script above has put it there
  const seen = new Set<string>();
  const kinds = new Map<Element, string>();
  const alike: Element[] = [];
  for (const element of isOneOfAKind ? document.body.querySelectorAll("*") : []) {
    // What no style looks at.
    const names = /^(id|for|href|action|name|value|title|datetime|d|aria-(label|labelledby|describedby|controls))$/;
    const said = element.getAttributeNames().filter((name) => !names.test(name));
    const own = said.map((name) => `${name}=${element.getAttribute(name)}`).join(" ");
    const around = kinds.get(element.parentElement ?? document.body) ?? "";
    const place = element.nextElementSibling ? element.previousElementSibling?.tagName : "last";
    const kind = `${around}/${element.tagName} ${own} ${place}`;
    kinds.set(element, kind);
    if (seen.has(kind)) alike.push(element);
    seen.add(kind);
  }
  const parts = passedOver.flatMap((selector) => [...document.querySelectorAll(selector)]);
  const { violations } = await inPage.run({ include: document, exclude: [...parts, ...alike] }, options);
  return violations.map(({ id, nodes }) => `${id} at ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
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
