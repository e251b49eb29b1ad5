import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "#test/support/markdown.ts";
import { differences, examplesOf, runExamples } from "#test/support/run-examples.ts";
import { startDemo } from "#test/support/start-demo.ts";

/** The page on imports comes first, since what it files is filed once. */
const pages = ["docs/import-export.md", "README.md", "docs/api.md", "docs/operations.md"].map(readPage);

let demo: Awaited<ReturnType<typeof startDemo>>;

beforeAll(async () => {
  demo = await startDemo();
});

afterAll(() => demo?.stop());

for (const page of pages)
  test(`every example of ${page.path} runs against the demo and prints what is shown`, async () => {
    const examples = examplesOf(page);
    expect(examples.length).toBeGreaterThan(0);
    const outputs = await runExamples(examples, demo);
    const wrong = examples.flatMap(({ line, shown }, index) =>
      shown ? differences(shown, outputs[index] ?? "").map((difference) => `line ${line}: ${difference}`) : [],
    );
    expect(wrong).toEqual([]);
  });
