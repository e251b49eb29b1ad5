import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { reasons } from "#app/engine/types.ts";
import { readProse } from "#app/http/read-prose.server.ts";

test("a page is read as headings, paragraphs, lists and tables", () => {
  const page = [
    "# Title",
    "",
    "One **strong** word and `code`,",
    "on [a page](#a-b) and [outside](https://example.com).",
    "",
    "## A B",
    "",
    "- one `x`",
    "- two",
    "",
    "| `k` | v |",
    "|---|---|",
    "| 1 | 2 |",
  ].join("\n");
  const text = (value: string) => ({ kind: "text", text: value });
  expect(readProse(page)).toEqual([
    {
      kind: "paragraph",
      spans: [
        text("One "),
        { kind: "strong", text: "strong" },
        text(" word and "),
        { kind: "code", text: "code" },
        text(", on "),
        { kind: "link", text: "a page", href: "#a-b" },
        text(" and "),
        { kind: "link", text: "outside", href: "https://example.com" },
        text("."),
      ],
    },
    { kind: "heading", id: "a-b", text: "A B" },
    { kind: "list", items: [[text("one "), { kind: "code", text: "x" }], [text("two")]] },
    { kind: "table", head: [[{ kind: "code", text: "k" }], [text("v")]], rows: [[[text("1")], [text("2")]]] },
  ]);
});

test("a page of the documentation that is not served is named and not linked", () => {
  expect(readProse("See [0008](decisions/0008-x.md).")).toEqual([
    {
      kind: "paragraph",
      spans: [
        { kind: "text", text: "See " },
        { kind: "text", text: "0008" },
        { kind: "text", text: "." },
      ],
    },
  ]);
});

test.each(["```sh\nls\n```", "<b>bold</b>", "![picture](x.png)"])(
  "what would be dropped is refused: %s",
  (markdown) => {
    expect(() => readProse(markdown)).toThrow(/a page has a/);
  },
);

test("every reason has its place on the page of reasons", () => {
  const blocks = readProse(readFileSync("docs/reasons.md", "utf8"));
  const ids = blocks.flatMap((block) => (block.kind === "heading" ? [block.id] : []));
  expect(ids).toEqual(reasons.map((reason) => reason.toLowerCase()));
});
