import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, type InlineConfig, type Rollup } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepOutOfBrowser } from "../../scripts/vite/keep-out-of-browser.ts";
import { shareWithServer } from "../../scripts/vite/share-with-server.ts";

let root: string;

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "mfa-register-vite-"));
  await mkdir(join(root, "db"));
  await writeFile(join(root, "package.json"), JSON.stringify({ imports: { "#db/*": "./db/*" } }));
  await writeFile(join(root, "db/query.ts"), 'export const rows = ["a row"];');
  await writeFile(join(root, "entry.ts"), 'import { rows } from "#db/query.ts"; console.log(rows);');
});

afterAll(() => rm(root, { recursive: true }));

async function buildEntry(config: InlineConfig): Promise<string> {
  const input = join(root, "entry.ts");
  const result = await build({
    root,
    configFile: false,
    logLevel: "silent",
    ...config,
    build: { write: false, rollupOptions: { input }, ...config.build },
  });
  return (result as Rollup.RollupOutput).output[0].code; // cast: neither watched nor built in several formats
}

test("the browser build fails when it would carry a file of a server folder, and says which and through what", async () => {
  const browser = buildEntry({ plugins: [keepOutOfBrowser(["db"])] });
  await expect(browser).rejects.toThrow("entry.ts brings db/query.ts into the browser");
});

test("the server build may use the same file", async () => {
  const code = await buildEntry({ plugins: [keepOutOfBrowser(["db"])], build: { ssr: true } });
  expect(code).toContain("a row");
});

test("a shared file is imported by the server build, not copied into it", async () => {
  const code = await buildEntry({ plugins: [shareWithServer(/^db\//)], build: { ssr: true } });
  expect(code).toContain('from "#db/query.ts"');
  expect(code).not.toContain("a row");
});
