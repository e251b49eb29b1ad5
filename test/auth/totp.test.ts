import { ScureBase32Plugin } from "otplib";
import { expect, test } from "vitest";
import { totpStep } from "#app/auth/totp.server.ts";

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
/** The seed of RFC 6238, appendix B. */
const secret = new ScureBase32Plugin().encode(new TextEncoder().encode("12345678901234567890"));

// RFC 6238, appendix B, SHA-1: the last six of its eight digits.
const vectors: [seconds: number, code: string][] = [
  [59, "287082"],
  [1111111109, "081804"],
  [1111111111, "050471"],
  [1234567890, "005924"],
  [2000000000, "279037"],
  [20000000000, "353130"],
];

for (const [seconds, code] of vectors) {
  test(`the code of RFC 6238 at ${seconds} s is right`, async () => {
    expect(await totpStep(secret, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });
}

test("a code counts one step early and one step late, and not two", async () => {
  const step = Math.floor(1234567890 / 30);
  const offsets = [-60, -30, 0, 30, 60];
  const steps = await Promise.all(offsets.map((offset) => totpStep(secret, "005924", at(1234567890 + offset))));
  expect(steps).toEqual([null, step, step, step, null]);
});

test("spaces and hyphens in a code are read over", async () => {
  expect(await totpStep(secret, " 005-924 ", at(1234567890))).not.toBeNull();
});

for (const code of ["", "00592", "0059244", "abcdef", "٠٠٥٩٢٤", "005924\u0000", "1e5", "null", "-05924x"]) {
  test(`${JSON.stringify(code)} is no code`, async () => {
    expect(await totpStep(secret, code, at(1234567890))).toBeNull();
  });
}
