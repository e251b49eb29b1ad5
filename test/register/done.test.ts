import { expect, test } from "vitest";
import { doneCookie, doneTo } from "#app/register/done.ts";

test("what was done is told on the record that it was done to, and nowhere else", () => {
  const [cookie = ""] = doneCookie("EXC-2026-0042", "approve").split(";");
  expect(doneTo("EXC-2026-0042", `theme=dark; ${cookie}`)).toBe("approve");
  expect(doneTo("EXC-2026-0043", cookie)).toBeNull();
});

test("a cookie that is not of our making tells nothing", () => {
  expect(doneTo("EXC-2026-0042", "done=EXC-2026-0042.abolish")).toBeNull();
  expect(doneTo("EXC-2026-0042", null)).toBeNull();
});
