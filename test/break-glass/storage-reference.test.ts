import { describe, expect, test } from "vitest";
import { looksLikeSecret } from "#app/break-glass/storage-reference.ts";

describe("a place is a place", () => {
  for (const text of [
    "Safe 2, envelope 0417",
    "Safe2Envelope0417",
    "Site B vault, drawer 3",
    "Bankschließfach 27, Tilburg; Siegel 2026-0113",
    "CHG-2207 and INC-2026-0004",
    "d3b07384-d113-4ec6-a5d8-1f0e4e2b9f00",
    "https://vault.example/records/emergency-north",
  ])
    test(text, () => expect(looksLikeSecret(text)).toBe(false));
});

describe("what looks like a secret is refused", () => {
  for (const text of [
    "Safe 2, k7Qf2mX9vLp4Tz8R",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b",
    "JBSW7Y3DPEHPK3PXJBSW7Y3DPEHPK3PX",
    "otpauth://totp/north?secret=abc",
    "password: correct horse",
    "Tr0ub4dor&3x!9Zq",
    "-----BEGIN OPENSSH PRIVATE KEY-----",
  ])
    test(text, () => expect(looksLikeSecret(text)).toBe(true));
});
