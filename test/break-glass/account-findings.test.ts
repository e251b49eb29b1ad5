import { describe, expect, test } from "vitest";
import { type AccountKnown, findingsOf } from "#app/break-glass/account-findings.ts";
import type { Standing } from "#app/break-glass/standing.ts";

const good: Standing = {
  lastAt: "2026-11-01T09:00:00.000Z",
  dueAt: "2027-01-30T09:00:00.000Z",
  daysUsed: 9,
  daysOf: 90,
  daysLeft: 81,
  tone: "good",
};
const late: Standing = { ...good, tone: "danger", daysLeft: -1 };

const holders = (...ids: string[]) => ids.map((id) => ({ id, name: id, isBarred: false, mayChange: true }));

const north: AccountKnown = {
  userId: "usr_north",
  name: "North",
  isBypass: true,
  isBarred: false,
  storageReference: "Safe 2, envelope 0417",
  custodians: holders("Ann", "Ben"),
  factors: ["security_key", "passkey"],
  hasRecord: true,
  validation: good,
  rotation: { ...good, because: "interval" },
  drill: good,
};
const south: AccountKnown = {
  ...north,
  userId: "usr_south",
  name: "South",
  storageReference: "Site B vault",
  custodians: holders("Cat", "Dan"),
};

const codes = (...accounts: AccountKnown[]) => findingsOf(accounts).map(({ code }) => code);

test("two independent accounts in order leave nothing to say", () => {
  expect(findingsOf([north, south])).toEqual([]);
});

test("fewer than two accounts that can sign in is a finding", () => {
  expect(codes()).toEqual(["too_few_accounts"]);
  expect(codes(north)).toEqual(["too_few_accounts"]);
  expect(codes(north, { ...south, isBarred: true })).toContain("too_few_accounts");
  expect(codes(north, { ...south, isBypass: false })).toEqual(["too_few_accounts", "needs_provider"]);
});

describe("accounts that are not independent of each other", () => {
  test("share a custodian, in whatever place", () => {
    expect(codes(north, { ...south, custodians: holders("Cat", "Ann") })).toEqual(["shared_custodian"]);
    expect(codes(north, { ...south, custodians: holders("Ben", "Ann") })).toEqual([
      "shared_custodian",
      "shared_custodian",
    ]);
  });
  test("lie in one place, however it is written", () => {
    expect(codes(north, { ...south, storageReference: "safe 2 –  Envelope 0417" })).toEqual(["shared_storage"]);
  });
  test("are found in each pair", () => {
    const east = { ...south, userId: "usr_east", name: "East", custodians: holders("Ann", "Eve") };
    expect(codes(north, south, east)).toEqual(["shared_storage", "shared_custodian"].toReversed());
  });
});

describe("one account", () => {
  const rows: [what: string, over: Partial<AccountKnown>, expected: string[]][] = [
    ["without a factor and a record", { factors: [], hasRecord: false, validation: null }, ["no_factor"]],
    ["without a factor, by a record", { factors: [] }, ["no_factor_excepted"]],
    ["with one factor", { factors: ["security_key"] }, ["one_factor"]],
    ["with factors and no record", { hasRecord: false, validation: null }, ["no_record"]],
    ["validated too late", { validation: late }, ["validation_overdue"]],
    ["not rotated in time", { rotation: { ...late, because: "interval" } }, ["rotation_overdue"]],
    ["used and not rotated", { rotation: { ...late, because: "use" } }, ["rotation_overdue"]],
    ["not drilled", { drill: late }, ["drill_overdue"]],
    [
      "with a custodian who is barred",
      { custodians: [...holders("Ann"), { id: "Bo", name: "Bo", isBarred: true, mayChange: true }] },
      ["custodian_barred"],
    ],
    [
      "with a custodian who became an auditor",
      { custodians: [...holders("Ann"), { id: "Bo", name: "Bo", isBarred: false, mayChange: false }] },
      ["custodian_is_auditor"],
    ],
  ];
  for (const [what, over, expected] of rows)
    test(what, () => expect(codes({ ...north, ...over }, south)).toEqual(expected));

  test("what is grave stands before what is a caution", () => {
    expect(codes({ ...north, factors: ["totp"] }, { ...south, drill: late })).toEqual(["drill_overdue", "one_factor"]);
  });
});
