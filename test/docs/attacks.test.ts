import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { readPage } from "#test/support/markdown.ts";

const path = "docs/attacks.md";

/** The tests that a row names, as [file](../test/…) and the beginning of a title in quotation marks. */
function proofsIn(cell: string): { file: string; titles: string[] }[] {
  return cell.split("<br>").map((proof) => ({
    file: /\]\(\.\.\/([^)]+)\)/.exec(proof)?.[1] ?? proof,
    titles: [...proof.matchAll(/“([^”]+)”/g)].map(([, title = ""]) => title),
  }));
}

test("every attack on the list is refused by tests that exist under that name", () => {
  const rows = readPage(path).tables.flatMap(([, ...rows]) => rows);
  expect(rows.length).toBeGreaterThanOrEqual(30);
  const missing = rows.flatMap((cells) => {
    const [attack = "", , proofs = ""] = cells;
    return proofsIn(proofs).flatMap(({ file, titles }) => {
      if (titles.length === 0 || !existsSync(file)) return [`${attack}: ${file}`];
      const text = readFileSync(file, "utf8");
      return titles.filter((title) => !text.includes(title)).map((title) => `${attack}: ${file} “${title}”`);
    });
  });
  expect(missing).toEqual([]);
});
