import { expect, test } from "vitest";
import { sessionEndsAt } from "#app/auth/session-end.ts";
import { SessionSettingsForm, sessionDefaults } from "#app/auth/session-settings.ts";

const session = {
  createdAt: "2026-11-02T08:00:00.000Z",
  lastSeenAt: "2026-11-02T10:00:00.000Z",
  expiresAt: "2026-11-03T08:00:00.000Z",
  graceEndsAt: null,
};

test.each([
  ["an hour without a request", session, sessionDefaults, null, "2026-11-02T11:00:00.000Z"],
  [
    "so long after the sign-in, however busy",
    session,
    { idleMinutes: 60, absoluteMinutes: 150 },
    null,
    "2026-11-02T10:30:00.000Z",
  ],
  [
    "what it was opened with",
    { ...session, expiresAt: "2026-11-02T10:10:00.000Z" },
    sessionDefaults,
    null,
    "2026-11-02T10:10:00.000Z",
  ],
  [
    "the time to enrol",
    { ...session, graceEndsAt: "2026-11-02T10:20:00.000Z" },
    sessionDefaults,
    null,
    "2026-11-02T10:20:00.000Z",
  ],
  ["the exception that it rests on", session, sessionDefaults, "2026-11-02T10:05:00.000Z", "2026-11-02T10:05:00.000Z"],
])("a session ends with %s, whichever comes first", (_what, times, limits, exceptionEndsAt, end) => {
  expect(sessionEndsAt(times, limits, exceptionEndsAt)).toBe(end);
});

const faultsOf = (form: Record<string, string>) =>
  SessionSettingsForm.safeParse(form).error?.issues.map(({ path }) => path.join(".")) ?? [];

test("limits longer than a day, or shorter than anybody can work with, are refused", () => {
  expect(faultsOf({ idleMinutes: "4", absoluteMinutes: "1440" })).toEqual(["idleMinutes"]);
  expect(faultsOf({ idleMinutes: "60", absoluteMinutes: "1441" })).toEqual(["absoluteMinutes"]);
  expect(faultsOf({ idleMinutes: "60", absoluteMinutes: "59" })).toContain("absoluteMinutes");
  expect(faultsOf({ idleMinutes: "sixty", absoluteMinutes: "" })).toEqual(["idleMinutes", "absoluteMinutes"]);
  expect(faultsOf({ idleMinutes: "5", absoluteMinutes: "60" })).toEqual([]);
  expect(faultsOf({ idleMinutes: "1440", absoluteMinutes: "1440" })).toEqual([]);
});

test("a session cannot be left alone for longer than it lasts", () => {
  expect(faultsOf({ idleMinutes: "120", absoluteMinutes: "60" })).toEqual(["idleMinutes"]);
});
