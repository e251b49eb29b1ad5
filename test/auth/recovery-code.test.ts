import fc from "fast-check";
import { expect, test } from "vitest";
import { groupedCode, readRecoveryCode, recoveryCodeOf, recoveryCodesFile } from "#app/auth/recovery-code.ts";

const bytes = fc.uint8Array({ minLength: 16, maxLength: 16 });

test("a code carries 80 bits, in characters that are not taken for others", () => {
  const everyByte = Array.from({ length: 16 }, (_, chunk) =>
    recoveryCodeOf(Uint8Array.from({ length: 16 }, (_each, index) => chunk * 16 + index)),
  ).join("");
  const counts = new Map<string, number>();
  for (const character of everyByte) counts.set(character, (counts.get(character) ?? 0) + 1);
  expect([...counts.keys()].sort().join("")).toBe("0123456789ABCDEFGHJKMNPQRSTVWXYZ");
  // Every byte once makes every character equally often: none is likelier than another.
  expect(new Set(counts.values())).toEqual(new Set([8]));
  expect(Math.log2(32) * 16).toBeGreaterThanOrEqual(64);
});

test("a code is made of 16 random bytes, never of fewer", () => {
  expect(() => recoveryCodeOf(new Uint8Array(8))).toThrow("expected 16");
});

test("a code is read back however somebody types it", () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const code = recoveryCodeOf(random);
      const typed = [
        code,
        groupedCode(code),
        groupedCode(code).toLowerCase(),
        ` ${groupedCode(code).replaceAll("-", " ")}\t`,
        groupedCode(code).replaceAll("-", "–"),
        code.replaceAll("0", "o").replaceAll("1", "l"),
        code.replaceAll("0", "O").replaceAll("1", "I"),
      ];
      for (const each of typed) expect(readRecoveryCode(each)).toBe(code);
    }),
  );
});

const wrong = {
  "nothing at all": "",
  "blanks and dashes alone": " - - - ",
  "too few characters": "7K3M-QX2D-9RTA",
  "too many characters": "7K3M-QX2D-9RTA-HB4W-0",
  "a letter that no code has": "7K3M-QX2D-9RTA-HB4U",
  "full-width digits": "７K3M-QX2D-9RTA-HB4W",
  "digits of another script": "٧K3M-QX2D-9RTA-HB4W",
  "a letter that upper case would turn into ours": "7K3M-QX2D-9RTA-HB4ſ",
  "a letter that looks like ours": "7К3M-QX2D-9RTA-HB4W",
  "a hash in the place of a code": "a".repeat(64),
  "a wildcard": "%%%%-%%%%-%%%%-%%%%",
};

test.each(Object.entries(wrong))("%s is no code", (_name, typed) => {
  expect(readRecoveryCode(typed)).toBeNull();
});

test("the file to keep has every code on a line of its own, and says whose they are", () => {
  const codes = ["7K3M-QX2D-9RTA-HB4W", "0000-1111-2222-3333"];
  const file = recoveryCodesFile(codes, { workspace: "Acme", userName: "ines@acme.example" });
  expect(file.split("\r\n")).toEqual(expect.arrayContaining([...codes, "Acme, ines@acme.example"]));
});
