import { describe, expect, test } from "vitest";
import { facetsOf } from "#app/register/facets.ts";
import { ListParams } from "#app/register/list-params.ts";
import { listQueryOf, type Reader } from "#app/register/list-query-of.ts";
import { noon } from "#test/support/make.ts";

const reader: Reader = { userId: "usr_1", concerning: null, awaited: {} };
const asked = (params: Record<string, string>, by: Partial<Reader> = {}) =>
  listQueryOf(ListParams.parse(params), noon, { ...reader, ...by });

test("the view of what expires leaves out what has expired already", () => {
  const within = { states: ["active"], endsAfter: noon, endsBy: "2026-11-17T12:00:00.000Z" };
  expect(asked({ view: "expiring" }).also).toEqual([within]);
});

test("a view and a filter both hold", () => {
  const { states, also } = asked({ view: "live", state: "draft" });
  expect([states, also]).toEqual([["draft"], [{ states: ["active"], endsAfter: noon }]]);
});

test("somebody without a role is limited to their own records in every view", () => {
  for (const view of ["all", "waiting", "live", "awaiting_me"])
    expect(asked({ view }, { concerning: "usr_1" }).concerning).toBe("usr_1");
});

describe("what waits for somebody", () => {
  const awaited = { decide: ["EXC-1", "EXC-2"], answer: ["EXC-2", "EXC-3"] };

  test("is all of it in the view, each record once", () => {
    expect(asked({ view: "awaiting_me" }, { awaited }).ids).toEqual(["EXC-1", "EXC-2", "EXC-3"]);
  });

  test("is one kind where that is asked for, and nothing where there is none of it", () => {
    expect(asked({ awaits: "answer" }, { awaited }).ids).toEqual(["EXC-2", "EXC-3"]);
    expect(asked({ awaits: "review" }, { awaited }).ids).toEqual([]);
  });

  test("does not narrow a list that is not about it", () => {
    expect(asked({}, { awaited }).ids).toBeNull();
  });
});

test("“me” is whoever asks", () => {
  const { ownerIds, requestorId, named } = asked({ owner: "me,usr_2", requestor: "me", in_scope: "me" });
  expect([ownerIds, requestorId, named]).toEqual([["usr_1", "usr_2"], "usr_1", [["user:usr_1"]]]);
});

test("a name in the scope may be of any kind, unless it says which", () => {
  const bare = ["user:finance", "group:finance", "role:finance", "service_principal:finance"];
  expect(asked({ in_scope: "finance" }).named).toEqual([bare]);
  expect(asked({ in_scope: "group:finance", application: "payroll" }).named).toEqual([
    ["application:payroll"],
    ["group:finance"],
  ]);
});

test("reviews, ends and use are asked for by days", () => {
  const live = { states: ["active"], endsAfter: noon };
  expect(asked({ review: "overdue" }).also).toEqual([{ ...live, reviewBy: noon }]);
  expect(asked({ review: "due" }).also).toEqual([{ ...live, reviewAfter: noon, reviewBy: "2026-11-24T12:00:00.000Z" }]);
  expect(asked({ unused_for: "90" }).also).toEqual([{ ...live, unusedSince: "2026-08-12T12:00:00.000Z" }]);
  expect(asked({ ends_within: "30" }).also).toEqual([
    { states: ["approved", "active", "suspended"], endsAfter: noon, endsBy: "2026-12-10T12:00:00.000Z" },
  ]);
});

test("each value of a filter stands in place of what is chosen in it, beside everything else", () => {
  const params = ListParams.parse({ state: "draft", category: "break_glass", only: "no_controls" });
  const values = facetsOf(params, ["usr_2"]);
  const of = (name: string, value: string) => values.find((each) => each.name === name && each.value === value)?.params;
  expect(of("state", "active")).toMatchObject({ state: ["active"], category: ["break_glass"], only: ["no_controls"] });
  expect(of("only", "emergency")).toMatchObject({ state: ["draft"], only: ["no_controls", "emergency"] });
  expect(of("owner", "usr_2")).toMatchObject({ owner: ["usr_2"], state: ["draft"] });
});
