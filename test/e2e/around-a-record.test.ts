import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { beDemoPerson, recordsSeenBy } from "#test/support/be-demo-person.ts";
import { launchBrowser } from "#test/support/chromium.ts";
import { faultsIn } from "#test/support/page-faults.ts";
import { sayWhatIsShown } from "#test/support/say-what-is-shown.ts";
import type { RunningServer } from "#test/support/start-server.ts";
import { startDemo } from "./start-demo.ts";

let demo: RunningServer;
let browser: Browser;

sayWhatIsShown(() => browser);

beforeAll(async () => {
  [demo, browser] = await Promise.all([startDemo(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await demo?.stop();
});

for (const javaScriptEnabled of [true, false])
  test(`somebody comments, watches and adds a file ${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
    const page = await beDemoPerson(browser, "Mei Tanaka", { baseURL: demo.url, javaScriptEnabled });
    const record = (await recordsSeenBy(page)).get("Freezer alarms reach the sample tracker") ?? "";
    const mark = javaScriptEnabled ? "one" : "two";

    await page.goto(`${record}/approvals`);
    await page.getByLabel("Add a comment").fill(`Checked, ${mark}. @priya.raman`);
    await page.getByRole("button", { name: "Comment", exact: true }).click();
    await page.getByText(`Checked, ${mark}.`).waitFor();
    await page.getByRole("button", { name: javaScriptEnabled ? "Watch" : "Stop watching" }).click();
    await page.getByRole("button", { name: javaScriptEnabled ? "Stop watching" : "Watch" }).waitFor();

    await page.goto(`${record}/evidence`);
    const file = { name: `rule ${mark}.csv`, mimeType: "text/html", buffer: Buffer.alloc(2_000_000, "a,b;c\n") };
    await page.getByLabel("File", { exact: true }).setInputFiles(file);
    await page.getByLabel("What it shows").fill("The rule");
    await page.getByRole("button", { name: /^Add the file/ }).click();
    const link = page.getByRole("link", { name: file.name });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toBe(file.name);
    const answer = await page.request.get((await link.getAttribute("href")) ?? "");
    expect((await answer.body()).equals(file.buffer)).toBe(true);
    expect(answer.headers()).toMatchObject({ "content-type": expect.stringMatching(/^text\/plain/) });
    expect(answer.headers()["content-security-policy"]).toContain("sandbox");

    await page.locator("summary", { hasText: "Withdraw" }).last().click();
    await page.getByLabel("Why it should not be used").last().fill(`Wrong month, ${mark}`);
    await page.getByRole("button", { name: "Withdraw it" }).last().click();
    await page.getByText(`Wrong month, ${mark}`).waitFor();
    if (javaScriptEnabled) expect(await faultsIn(page)).toEqual([]);

    await page.goto(`${record}/history`);
    await page.getByLabel("From").selectOption({ index: 1 });
    await page.getByRole("button", { name: "Compare" }).click();
    await page.getByRole("region", { name: /^From revision/ }).waitFor();
    if (javaScriptEnabled) expect(await faultsIn(page)).toEqual([]);
  });
