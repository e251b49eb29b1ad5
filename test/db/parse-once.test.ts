import { expect, test } from "vitest";
import { parseOnce } from "#db/parse-once.ts";

test("a text is parsed once, and another one by itself", () => {
  const parse = parseOnce<string[]>();
  const first = parse('["a"]');
  expect(first).toEqual(["a"]);
  expect(parse('["a"]')).toBe(first);
  expect(parse('["b"]')).toEqual(["b"]);
});

test("however many texts come, each is read for what it says", () => {
  const parse = parseOnce<number[]>();
  for (let round = 0; round < 2; round++)
    for (let index = 0; index < 3000; index++) expect(parse(`[${index}]`)).toEqual([index]);
});

test("a text that is not JSON is refused each time", () => {
  const parse = parseOnce();
  expect(() => parse("{")).toThrow(SyntaxError);
  expect(() => parse("{")).toThrow(SyntaxError);
});
