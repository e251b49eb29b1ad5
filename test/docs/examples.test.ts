import { afterAll, beforeAll, expect, test } from "vitest";
import { readPage } from "#test/support/markdown.ts";
import { differences, examplesOf, runExamples } from "#test/support/run-examples.ts";
import { startDemo } from "#test/support/start-demo.ts";

/** The page on imports comes first, since what it files is filed once. */
const pages = [
  "docs/import-export.md",
  "README.md",
  "docs/api.md",
  "docs/operations.md",
  "docs/recipes.md",
  "docs/webhooks.md",
].map(readPage);

let demo: Awaited<ReturnType<typeof startDemo>>;

/** Other tests may have the machine to themselves for a while. */
const patience = 90_000;

beforeAll(async () => {
  demo = await startDemo();
}, patience);

afterAll(() => demo?.stop());

for (const page of pages)
  test(
    `every example of ${page.path} runs against the demo and prints what is shown`,
    async () => {
      const examples = examplesOf(page);
      expect(examples.length).toBeGreaterThan(0);
      const outputs = await runExamples(examples, demo);
      const wrong = examples.flatMap(({ line, shown }, index) =>
        shown ? differences(shown, outputs[index] ?? "").map((difference) => `line ${line}: ${difference}`) : [],
      );
      expect(wrong).toEqual([]);
    },
    patience,
  );

test.each([
  ["json", '{ "id": "EXC-2026-0001", "in": [{ "a": 1 }] }', '{"id":"EXC-2031-0999","in":[{"a":1,"b":2}],"c":3}', 0],
  ["json", '{ "a": { "b": true } }', '{"a":{"b":false}}', 1],
  ["json", '{ "a": [1, "…"], "b": {} }', '{"a":[1,2,3],"b":{}}', 0],
  ["json", '{ "a": [1], "b": {} }', '{"a":[1,2],"b":{"c":1}}', 2],
  ["text", "whole, … rows", "whole, 330 rows\n", 0],
  ["text", "whole, … rows", "broken\n", 1],
])("an answer is compared with what is shown as %s: %s", (language, text, output, count) => {
  expect(differences({ info: [language], text, line: 1 }, output)).toHaveLength(count);
});
