import { expect, test } from "vitest";
import { returnPath } from "#app/auth/return-path.ts";

test("a path of this site is kept", () => {
  expect(returnPath("/exceptions/EXC-2026-0042?tab=history")).toBe("/exceptions/EXC-2026-0042?tab=history");
});

test("a path in any script fits into a header, and leads to the same page", () => {
  for (const to of ["/exceptions?q=Łódź", "/exceptions?q=日本 語", "/exceptions?q=\u202Etxt", "/exceptions?q=\ufffd"]) {
    expect(new Headers({ Location: returnPath(to) }).get("Location")).toMatch(/^\/exceptions\?q=[\x21-\x7e]+$/);
    expect(decodeURIComponent(returnPath(to))).toBe(to);
  }
});

test("half a letter is no fault", () => {
  expect(returnPath("/exceptions?q=\ud800")).toBe("/exceptions?q=%EF%BF%BD");
});

for (const to of [
  null,
  "",
  "exceptions",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "javascript:alert(1)",
]) {
  test(`${JSON.stringify(to)} leads to the start page instead`, () => {
    expect(returnPath(to)).toBe("/");
  });
}
