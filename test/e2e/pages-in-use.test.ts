import { gzipSync } from "node:zlib";
import { generateSync } from "otplib";
import type { Locator, Page } from "playwright-core";
import { expect, test } from "vitest";
import { complaintsOf, faultsIn } from "#test/support/page-faults.ts";
import { invite, makeCodes } from "#test/support/windows.ts";
import { addressOf, openWindows, windowAs, windowOf } from "./demo-windows.ts";
import { identity, owner, requestor, risk } from "./pages.ts";

openWindows([owner, risk, requestor, null]);

test("a one-time link is in order, and so is the answer to a wrong code", async () => {
  const { page } = windowOf(owner);
  await page.goto("/settings/people");
  const link = await invite(page, { address: "new@marlowfinch.example", name: "Nell Ward" });
  const { page: visitor, complaints } = windowOf(null);
  await visitor.goto(link);
  expect(await faultsIn(visitor)).toEqual([]);
  await visitor.getByLabel("Password").fill("several words are fine here");
  await visitor.getByLabel("6-digit code").fill("000000");
  await visitor.getByRole("button", { name: "Use password and app" }).click();
  await visitor.getByText(/not the code that the app shows/).waitFor();
  expect(await faultsIn(visitor)).toEqual([]);
  expect(complaints.splice(0)).toEqual([]);
});

test("new recovery codes are in order, and so is the step that takes one", async () => {
  const { page } = windowOf(owner);
  await page.goto("/settings/people");
  const link = await invite(page, { address: "codes@marlowfinch.example", name: "Cody Marsh" });
  const visitor = await windowAs(null);
  const complaints = complaintsOf(visitor);
  const words = "several words are fine here";
  await visitor.goto(link);
  const key = ((await visitor.getByText(/^Key:/).locator("code").textContent()) ?? "").replaceAll(" ", "");
  await visitor.getByLabel("Password").fill(words);
  await visitor.getByLabel("6-digit code").fill(generateSync({ secret: key }));
  await visitor.getByRole("button", { name: "Use password and app" }).click();
  const codes = await makeCodes(visitor);
  expect(await faultsIn(visitor)).toEqual([]);
  // The page itself may be asked again, and shows none of them.
  await visitor.reload();
  await visitor.getByText("10 of 10 are left").waitFor();
  for (const code of codes) expect(await visitor.content()).not.toContain(code);

  await visitor.context().clearCookies();
  await visitor.goto("/sign-in");
  await visitor.getByLabel("E-mail").fill("codes@marlowfinch.example");
  await visitor.getByLabel("Password").fill(words);
  await visitor.getByRole("button", { name: "Continue", exact: true }).click();
  await visitor.getByText("Use a recovery code").click();
  expect(await faultsIn(visitor)).toEqual([]);
  await visitor.getByLabel("Recovery code").fill("0000-0000-0000-0000");
  await visitor.getByRole("button", { name: "Sign in with this code" }).click();
  await visitor.getByText("That did not work").waitFor();
  await visitor.getByLabel("Recovery code").fill(codes[0] ?? "");
  await visitor.getByRole("button", { name: "Sign in with this code" }).click();
  await visitor.getByText("9 of 10 are left").waitFor();
  expect(complaints).toEqual([]);
});

test("open panels are in order", async () => {
  const { page, complaints } = windowOf(identity);
  await page.goto("/exceptions");
  for (const panel of ["Filters", "Columns", "Save view"])
    await page.locator("summary", { hasText: panel }).press("Enter");
  expect(await faultsIn(page)).toEqual([]);
  await page.goto("/audit");
  await page.locator("tbody summary").first().click();
  expect(await faultsIn(page)).toEqual([]);
  expect(complaints.splice(0)).toEqual([]);
});

test("a form with mistakes is in order", async () => {
  const { page, complaints } = windowOf(risk);
  await page.goto(await addressOf("{Slide viewer re-indexing}/assess"));
  await page.getByRole("button", { name: "Rate the risk", exact: true }).click();
  await page.getByRole("alert").getByRole("link").first().waitFor();
  expect(await faultsIn(page)).toEqual([]);
  expect(complaints.splice(0)).toEqual([]);
});

test.each(["/exceptions", "/dashboard"])(
  "%s is first painted with at most 120 kB of script, compressed",
  async (path) => {
    const page = await windowAs(owner);
    await page.goto(path);
    const sizes: Promise<number>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script")
        sizes.push(response.body().then((body) => gzipSync(body).length));
    });
    await page.reload({ waitUntil: "networkidle" });
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(sizes.length).toBeGreaterThan(1);
    expect(bytes).toBeLessThanOrEqual(120_000);
  },
);

test("by keyboard alone one skips to the page and filters the register", async () => {
  const page = await windowAs(owner);
  await page.goto("/exceptions");
  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the page");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/exceptions#main");
  await tabTo(page, page.getByRole("link", { name: "New exception" }));

  await tabTo(page, page.locator("summary", { hasText: "Filters" }));
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("checkbox", { name: "Suspended" }));
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(/state=suspended/);
  await page.getByRole("link", { name: "Remove the filter Suspended" }).waitFor();
});

test("by keyboard alone one files an exception, and is led to what is missing", async () => {
  const page = await windowAs(requestor);
  await page.goto("/exceptions/new");
  await tabTo(page, page.getByLabel("Title"));
  await page.keyboard.type("Filed without a mouse");
  await page.keyboard.press("Enter");
  const missing = page.getByRole("alert").getByRole("link").first();
  await missing.waitFor();
  expect(await focused(page)).toContain("Not quite there yet");
  await tabTo(page, missing);
  await page.keyboard.press("Enter");
  await tabTo(page, page.getByRole("radio", { name: /^Break-glass/ }));
  // Following a reason to its field forgets neither the reasons nor what was typed.
  expect(await page.getByRole("alert").count()).toBe(1);
  expect(await page.getByLabel("Title").inputValue()).toBe("Filed without a mouse");
  await page.keyboard.press("ArrowDown");
  await tabTo(page, page.getByLabel("People"));
  await page.keyboard.type("nadia.petrova@marlowfinch.example");
  await tabTo(page, page.getByRole("button", { name: "Save and continue" }));
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/exceptions\/EXC-[\d-]+\/edit\//);
  await page.getByRole("heading", { name: "Filed without a mouse" }).waitFor();
});

test("who has begun to correct a form keeps the focus when our scripts arrive late", async () => {
  const page = await windowAs(requestor);
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/assets/*.js", async (script) => {
    await released;
    await script.continue();
  });
  await page.goto("/exceptions/new", { waitUntil: "commit" });
  await page.getByLabel("Title").fill("Filed on a slow line");
  await page.getByLabel("Title").press("Enter");
  await page.getByRole("alert").waitFor();
  expect(await focused(page)).toContain("Not quite there yet");
  await page.getByLabel("People").focus();
  await page.keyboard.type("nadia");
  release();
  await page.waitForFunction(() => Object.keys(document.activeElement ?? {}).some((key) => key.startsWith("__react")));
  await page.keyboard.type(".petrova");
  expect(await page.getByLabel("People").inputValue()).toBe("nadia.petrova");
});

/** Presses Tab until something has the focus, as somebody without a mouse does. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  for (let presses = 0; presses < 150; presses += 1) {
    await page.keyboard.press("Tab");
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`Tab does not lead to ${target}`);
}

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}
