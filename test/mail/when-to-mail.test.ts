import { expect, test } from "vitest";
import { noChoices, rulesOf } from "#app/mail/choices.ts";
import { modesFor } from "#app/mail/mail-modes.ts";
import type { Template } from "#app/mail/templates.ts";
import { topics, traits } from "#app/mail/traits.ts";
import { mailingOf, nextDigestAt, quietUntil } from "#app/mail/when-to-mail.ts";

const berlin = "Europe/Berlin";
const night = { from: "22:00", to: "07:00" };
const rules = rulesOf(noChoices, noChoices, berlin);
const at = (text: string) => `${text}:00.000Z`;
const ways = (template: Template, modes: object, over: object = {}) =>
  mailingOf(
    { template, toUserId: "usr_1", attempts: 0, ...over },
    rulesOf({ modes }, noChoices, berlin),
    at("2026-11-02T12:00"),
  ).way;

test.each([
  ["before they begin", "2026-11-02T20:59", null],
  ["as they begin", "2026-11-02T21:00", "2026-11-03T06:00"],
  ["after midnight", "2026-11-03T02:00", "2026-11-03T06:00"],
  ["as they end", "2026-11-03T06:00", null],
  // On 29 March 2026 the clocks of Berlin go from 02:00 to 03:00, on 25 October from 03:00 to 02:00.
  ["in the night that is an hour short", "2026-03-28T23:00", "2026-03-29T05:00"],
  ["in the night that is an hour long", "2026-10-24T23:00", "2026-10-25T06:00"],
])("quiet hours over midnight: %s", (_when, now, until) => {
  expect(quietUntil(night, berlin, at(now))).toBe(until && at(until));
});

test.each([
  ["an end that is skipped is after the gap", { from: "01:00", to: "02:30" }, "2026-03-29T00:15", "2026-03-29T01:30"],
  ["an end that comes twice is the first", { from: "01:00", to: "02:30" }, "2026-10-25T00:00", "2026-10-25T00:30"],
  ["after an end that comes twice it stays loud", { from: "01:00", to: "02:30" }, "2026-10-25T01:10", null],
  [
    "a beginning that is skipped is quiet from the gap on",
    { from: "02:30", to: "05:00" },
    "2026-03-29T01:00",
    "2026-03-29T03:00",
  ],
  ["within a day", { from: "12:00", to: "13:00" }, "2026-11-02T11:30", "2026-11-02T12:00"],
])("quiet hours: %s", (_what, quiet, now, until) => {
  expect(quietUntil(quiet, berlin, at(now))).toBe(until && at(until));
});

test.each([
  ["today, before the hour", 8, "2026-11-02T06:59", "2026-11-02T07:00"],
  ["tomorrow, at the hour", 8, "2026-11-02T07:00", "2026-11-03T07:00"],
  ["the hour that is skipped is after the gap", 2, "2026-03-28T23:30", "2026-03-29T01:00"],
  ["the hour that comes twice is the first", 2, "2026-10-24T23:30", "2026-10-25T00:00"],
  ["between the two hours it is tomorrow", 2, "2026-10-25T00:30", "2026-10-26T01:00"],
  ["over the end of a month", 8, "2026-11-30T12:00", "2026-12-01T07:00"],
])("the daily mail: %s", (_when, digestHour, now, next) => {
  expect(nextDigestAt({ digestHour, timeZone: berlin }, at(now))).toBe(at(next));
});

test.each(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "Pacific/Apia"])(
  "there is one daily mail on each of 800 calendar days in %s",
  (timeZone) => {
    const days = new Set<string>();
    let now = at("2026-01-01T00:00");
    for (let day = 0; day < 800; day++) {
      now = nextDigestAt({ digestHour: 2, timeZone }, now);
      days.add(new Intl.DateTimeFormat("en-CA", { timeZone }).format(new Date(now)));
    }
    expect(days.size).toBe(800);
  },
);

test("what somebody chose comes before what the workspace did, and both before what is shipped", () => {
  const workspace = { modes: { comments: "off", reviews: "digest" }, digestHour: 6, quiet: night } as const;
  const weighed = rulesOf({ modes: { reviews: "at_once" }, quiet: "none", timeZone: "Asia/Tokyo" }, workspace, berlin);
  expect(weighed).toMatchObject({ digestHour: 6, quiet: null, timeZone: "Asia/Tokyo" });
  expect(weighed.modes).toMatchObject({ reviews: "at_once", comments: "off", exceptions: "at_once" });
  expect(rules.modes.comments).toBe("digest");
});

test("nobody can choose not to be told what became of their request, or of alarms and their account", () => {
  const off = Object.fromEntries(topics.map((topic) => [topic, "off" as const]));
  const { modes } = rulesOf({ modes: off }, { modes: off }, berlin);
  expect(modes).toMatchObject({ requests: "at_once", account: "at_once", alarms: "at_once", comments: "off" });
  expect(modesFor("requests")).toEqual(["at_once", "digest"]);
});

test("urgent messages, and those to an address without an account, leave whatever anybody chose", () => {
  const everything = Object.fromEntries(topics.map((topic) => [topic, "digest" as const]));
  expect(ways("comment_added", everything)).toBe("digest");
  expect(ways("comment_added", everything, { toUserId: null })).toBe("now");
  for (const [template, { isUrgent }] of Object.entries(traits))
    if (isUrgent) expect(ways(template as Template, everything)).toBe("now"); // the keys are the templates
});

test("quiet hours hold up what is not urgent, also an attempt after the first", () => {
  const quiet = { ...rules, quiet: night };
  const now = at("2026-11-02T23:00");
  const later = { way: "later", at: at("2026-11-03T06:00") };
  const asked = (template: Template, attempts: number) =>
    mailingOf({ template, toUserId: "usr_1", attempts }, quiet, now);
  expect(asked("approval_needed", 0)).toEqual(later);
  expect(asked("comment_added", 1)).toEqual(later);
  expect(asked("digest", 0)).toEqual(later);
  expect(asked("mfa_reset", 0)).toEqual({ way: "now" });
});
