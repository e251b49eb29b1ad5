import { expect, test } from "vitest";
import { isLive } from "#app/engine/live.ts";
import { exceptionStates } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

test("an exception is live from its start, inclusive, to its end, exclusive", () => {
  const exemption = make.exemption({ startsAt: "2026-05-01T00:00:00.000Z", endsAt: "2026-07-01T00:00:00.000Z" });
  const cases: [string, boolean][] = [
    ["2026-04-30T23:59:59.999Z", false],
    ["2026-05-01T00:00:00.000Z", true],
    ["2026-05-01T00:00:00.001Z", true],
    ["2026-06-30T23:59:59.999Z", true],
    ["2026-07-01T00:00:00.000Z", false],
    ["2026-07-01T00:00:00.001Z", false],
  ];
  for (const [instant, live] of cases) expect(isLive(exemption, instant), instant).toBe(live);
});

test("an exception over a leap day is live on it and ends at its end", () => {
  const exemption = make.exemption({ startsAt: "2028-02-28T23:00:00.000Z", endsAt: "2028-02-29T23:00:00.000Z" });
  expect(isLive(exemption, "2028-02-29T22:59:59.999Z")).toBe(true);
  expect(isLive(exemption, "2028-02-29T23:00:00.000Z")).toBe(false);
});

test("an exception that starts when it ends is never live", () => {
  expect(isLive(make.exemption({ startsAt: now, endsAt: now }), now)).toBe(false);
});

test("only an active exception is live", () => {
  for (const state of exceptionStates) {
    expect(isLive(make.exemption({ state }), now), state).toBe(state === "active");
  }
});

const malformed = [
  "",
  "2026",
  "2026-06-01",
  "2026-06-01T12:00:00Z",
  "2026-06-01T12:00:00.000",
  "2026-06-01T12:00:00.000+00:00",
  "2026-06-01 12:00:00.000Z",
  "2026-13-01T12:00:00.000Z",
  "2026-00-01T12:00:00.000Z",
  "2026-06-32T12:00:00.000Z",
  "2026-06-01T24:00:00.000Z",
  "2026-06-01T12:60:00.000Z",
  "2026-06-01T12:00:60.000Z",
  "2026-06-01T12:00:00.000Z\n",
  "٢٠٢٦-06-01T12:00:00.000Z",
  "+002026-06-01T12:00:00.000Z",
];

for (const text of malformed) {
  test(`the time ${JSON.stringify(text)} makes an exception not live`, () => {
    expect(isLive(make.exemption({ startsAt: text }), now)).toBe(false);
    expect(isLive(make.exemption({ endsAt: text }), now)).toBe(false);
    expect(isLive(make.exemption(), text)).toBe(false);
  });
}

test("a time that is not an instant makes an exception not live even where it sorts between start and end", () => {
  expect(isLive(make.exemption({ startsAt: "2026-05" }), now)).toBe(false);
  expect(isLive(make.exemption({ endsAt: "2027" }), now)).toBe(false);
  expect(isLive(make.exemption(), "2026-06")).toBe(false);
});
