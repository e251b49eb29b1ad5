import { expect, test } from "vitest";
import { emptyScope } from "#app/register/exception.ts";
import { expectedClient, nextMoment } from "#app/what-if/next-sign-ins.ts";

const asked = { scope: emptyScope, effect: "waive_mfa", startsAt: "2026-11-24T09:00:00.000Z" } as const;
// A Sunday.
const now = "2026-11-22T10:00:00.000Z";

test("the next sign-in is tried at the start, or now when it has begun", () => {
  expect(nextMoment(asked, now)).toBe("2026-11-24T09:00:00.000Z");
  expect(nextMoment(asked, "2026-11-25T10:00:00.000Z")).toBe("2026-11-25T10:00:00.000Z");
});

test("where hours narrow it, it is tried at the next of them", () => {
  const windows = [{ days: [2], fromMinute: 8 * 60, toMinute: 10 * 60 }];
  const narrowed = { ...asked, scope: { ...emptyScope, windows } };
  expect(nextMoment(narrowed, now)).toBe("2026-11-24T09:00:00.000Z");
  expect(nextMoment(narrowed, "2026-11-24T10:00:00.000Z")).toBe("2026-12-01T08:00:00.000Z");
});

test("it is tried from where, on what and over what the scope says", () => {
  const scope = {
    ...emptyScope,
    networks: ["10.24.8.0/28"],
    devices: ["managed" as const],
    protocols: ["modern" as const, "imap" as const],
  };
  const expected = { ip: "10.24.8.0", device: "managed", isKnownDevice: false, country: null };
  expect(expectedClient({ ...asked, scope })).toEqual({ ...expected, protocol: "modern" });
  const legacy = { ...asked, scope, effect: "allow_legacy_protocol" } as const;
  expect(expectedClient(legacy)).toEqual({ ...expected, protocol: "imap" });
});
