import { expect, test } from "vitest";
import { returnPath } from "#app/auth/return-path.ts";

test("a path of this site is kept", () => {
  expect(returnPath("/exceptions/EXC-2026-0042?tab=history")).toBe("/exceptions/EXC-2026-0042?tab=history");
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
