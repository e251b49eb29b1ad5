import { ScureBase32Plugin } from "otplib";
import { describe, expect, test } from "vitest";
import { newSeed, type OpenSeed, totpStep } from "#app/auth/totp.server.ts";
import { type Algorithm, mostDrift } from "#app/oath/oath-token.ts";

const at = (seconds: number) => new Date(seconds * 1000).toISOString();
const stepOf = (seconds: number) => Math.floor(seconds / 30);

/** The seeds of RFC 6238, appendix B: ten digits over and over, as many bytes as the hash gives. */
function seedOf(bytes: number, over: Partial<OpenSeed> = {}): OpenSeed {
  const secret = new ScureBase32Plugin().encode(new TextEncoder().encode("1234567890".repeat(7).slice(0, bytes)));
  return { ...newSeed(secret), ...over };
}
const seed = seedOf(20);

// RFC 6238, appendix B.
const vectors: [seconds: number, codes: Record<Algorithm, string>][] = [
  [59, { sha1: "94287082", sha256: "46119246", sha512: "90693936" }],
  [1111111109, { sha1: "07081804", sha256: "68084774", sha512: "25091201" }],
  [1111111111, { sha1: "14050471", sha256: "67062674", sha512: "99943326" }],
  [1234567890, { sha1: "89005924", sha256: "91819424", sha512: "93441116" }],
  [2000000000, { sha1: "69279037", sha256: "90698825", sha512: "38618901" }],
  [20000000000, { sha1: "65353130", sha256: "77737706", sha512: "47863826" }],
];
const lengths: Record<Algorithm, number> = { sha1: 20, sha256: 32, sha512: 64 };

describe("RFC 6238", () => {
  for (const [seconds, codes] of vectors)
    for (const algorithm of ["sha1", "sha256", "sha512"] as const)
      test(`the code of ${algorithm} at ${seconds} s is right`, async () => {
        const long = seedOf(lengths[algorithm], { algorithm, digits: 8 });
        expect((await totpStep(long, codes[algorithm], at(seconds)))?.step).toBe(stepOf(seconds));
        const short = seedOf(lengths[algorithm], { algorithm });
        expect((await totpStep(short, codes[algorithm].slice(2), at(seconds)))?.step).toBe(stepOf(seconds));
        expect(await totpStep(long, codes[algorithm].slice(2), at(seconds))).toBeNull();
      });

  test("a code of one hash is none of another", async () => {
    const long = seedOf(20, { algorithm: "sha256", digits: 8 });
    expect(await totpStep(long, "94287082", at(59))).toBeNull();
  });
});

describe("RFC 4226", () => {
  const codes = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
  for (const [counter, code] of codes.entries())
    test(`the code of counter ${counter} is right`, async () => {
      expect(await totpStep(seed, code, at(counter * 30))).toEqual({ step: counter, drift: 0 });
    });
});

test("a code counts one step early and one step late, and not two", async () => {
  const step = stepOf(1234567890);
  const offsets = [-60, -30, 0, 30, 60];
  const told = await Promise.all(offsets.map((offset) => totpStep(seed, "005924", at(1234567890 + offset))));
  expect(told).toEqual([null, { step, drift: 1 }, { step, drift: 0 }, { step, drift: -1 }, null]);
});

test("the next code is looked for around where the clock of the token was", async () => {
  const step = stepOf(1234567890);
  const slow = seedOf(20, { drift: -3 });
  const seen = (late: number) => totpStep(slow, "005924", at(1234567890 + late * 30));
  expect(await Promise.all([1, 2, 3, 4, 5].map(seen))).toEqual([
    null,
    { step, drift: -2 },
    { step, drift: -3 },
    { step, drift: -4 },
    null,
  ]);
});

test("a clock is followed to a limit and no further", async () => {
  const step = stepOf(1234567890);
  const stopped = seedOf(20, { drift: -mostDrift });
  const seen = (late: number) => totpStep(stopped, "005924", at(1234567890 + late * 30));
  expect(await seen(mostDrift + 1)).toEqual({ step, drift: -mostDrift });
  expect(await seen(mostDrift + 2)).toBeNull();
  const beyond = seedOf(20, { drift: -500 });
  expect(await totpStep(beyond, "005924", at(1234567890 + 500 * 30))).toBeNull();
});

test("a token whose codes last a minute counts its steps in minutes", async () => {
  const slow = seedOf(20, { period: 60 });
  // The code of counter 1 of RFC 4226.
  expect(await totpStep(slow, "287082", at(60))).toEqual({ step: 1, drift: 0 });
  expect(await totpStep(slow, "287082", at(179))).toEqual({ step: 1, drift: -1 });
  expect(await totpStep(slow, "287082", at(180))).toBeNull();
});

test("spaces and hyphens in a code are read over", async () => {
  expect(await totpStep(seed, " 005-924 ", at(1234567890))).not.toBeNull();
});

for (const code of ["", "00592", "0059244", "abcdef", "٠٠٥٩٢٤", "005924\u0000", "1e5", "null", "-05924x"]) {
  test(`${JSON.stringify(code)} is no code`, async () => {
    expect(await totpStep(seed, code, at(1234567890))).toBeNull();
  });
}
