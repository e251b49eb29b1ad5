import { expect, test } from "vitest";
import { controlPack, controlSchema } from "#app/controls/control.ts";
import { type ControlCheck, controlStates, refuseChecker } from "#app/controls/control-states.ts";
import { addDays } from "#app/register/days.ts";
import { make, noon } from "#test/support/make.ts";

const monitored = { name: "Session monitoring", howChecked: "", catalogueId: "session_monitoring" };
const own = { name: "A guard at the door", howChecked: "Ask him", catalogueId: null };
const record = make.exception({
  state: "active",
  activatedAt: addDays(noon, -20),
  ownerId: "usr_owner",
  compensatingControls: [monitored, own],
});
const check = (over: Partial<ControlCheck>): ControlCheck => ({
  control: monitored.name,
  at: noon,
  by: "usr_1",
  result: "passed",
  note: "Seen",
  ...over,
});
const statesOf = (checks: ControlCheck[], of = record, now = noon) =>
  controlStates(of, { checks, catalogue: controlPack, now });

test("a control of the catalogue is due so long after its last check, or after the beginning", () => {
  const [unchecked] = statesOf([]);
  expect(unchecked).toMatchObject({ last: null, dueAt: addDays(noon, -6), isOverdue: true });
  const [checked] = statesOf([check({}), check({ at: addDays(noon, -9), result: "failed" })]);
  expect(checked).toMatchObject({ last: { result: "passed" }, dueAt: addDays(noon, 14), isOverdue: false });
  expect(statesOf([check({})], record, addDays(noon, 15))[0]?.isOverdue).toBe(true);
});

test("the record's words for how it is checked come before the catalogue's", () => {
  expect(statesOf([])[0]?.howChecked).toBe("A recent session can be played back from beginning to end");
  expect(statesOf([])[1]).toMatchObject({ howChecked: "Ask him", checkEveryDays: null, dueAt: null, isOverdue: false });
});

test("nothing is due of what is not in force", () => {
  const ended = make.exception({ ...record, state: "revoked" });
  expect(statesOf([], ended).map(({ dueAt }) => dueAt)).toEqual([null, null]);
});

test("implementers, admins and the owner check controls, and nobody else", () => {
  const somebody = { userId: "usr_1", roles: [] as const, isBeneficiary: false };
  const cases = {
    nobody: refuseChecker(record, somebody),
    owner: refuseChecker(record, { ...somebody, userId: "usr_owner" }),
    implementer: refuseChecker(record, { ...somebody, roles: ["implementer"] }),
    admin: refuseChecker(record, { ...somebody, roles: ["admin"] }),
    auditor: refuseChecker(record, { ...somebody, roles: ["auditor", "admin"] }),
    approver: refuseChecker(record, { ...somebody, roles: ["approver_risk"] }),
    "an owner whom it lets in": refuseChecker(record, { ...somebody, userId: "usr_owner", isBeneficiary: true }),
    "an admin before it is in force": refuseChecker(
      { ...record, state: "approved" },
      { ...somebody, roles: ["admin"] },
    ),
  };
  expect(cases).toEqual({
    nobody: "not_checker",
    owner: null,
    implementer: null,
    admin: null,
    auditor: "auditor",
    approver: "not_checker",
    "an owner whom it lets in": "own_benefit",
    "an admin before it is in force": "not_in_force",
  });
});

test("the catalogue as shipped is within its own bounds, and names nothing twice", () => {
  for (const control of controlPack) expect(controlSchema.safeParse(control).success).toBe(true);
  expect(new Set(controlPack.flatMap(({ id, name }) => [id, name])).size).toBe(controlPack.length * 2);
});
