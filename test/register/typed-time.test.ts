import { expect, test } from "vitest";
import { typedTime, withInstants } from "#app/register/typed-time.ts";

const berlin = "Europe/Berlin";

test.each([
  ["in winter", "2026-11-24T10:15", "2026-11-24T09:15:00.000Z"],
  ["in summer", "2026-07-24T10:15", "2026-07-24T08:15:00.000Z"],
  ["an instant that a link has filled in", "2026-11-24T10:15:00.000Z", "2026-11-24T10:15:00.000Z"],
  ["what is no time, which is refused later", "tomorrow", "tomorrow"],
])("a time of a form is by the clocks of the zone: %s", (_when, typed, instant) => {
  expect(typedTime(typed, berlin)).toBe(instant);
});

test("a field that was left empty says nothing", () => {
  expect(typedTime("", berlin)).toBeUndefined();
  expect(typedTime("  ", berlin)).toBeUndefined();
});

test("a time that was left as it was shown keeps its seconds, and of an hour that comes twice the second", () => {
  const before = "2026-11-24T09:15:42.123Z";
  expect(typedTime("2026-11-24T10:15", berlin, before)).toBe(before);
  expect(typedTime("2026-11-24T10:16", berlin, before)).toBe("2026-11-24T09:16:00.000Z");
  const second = "2026-10-25T01:30:00.000Z";
  expect(typedTime("2026-10-25T02:30", berlin, second)).toBe(second);
  expect(typedTime("2026-10-25T02:30", berlin)).toBe("2026-10-25T00:30:00.000Z");
});

test("of an address only the named fields are times", () => {
  const search = new URLSearchParams({ from: "2026-11-24T10:15", to: "", q: "2026-11-24T10:15" });
  expect(withInstants(search, ["from", "to"], berlin)).toEqual({
    from: "2026-11-24T09:15:00.000Z",
    to: "",
    q: "2026-11-24T10:15",
  });
});
