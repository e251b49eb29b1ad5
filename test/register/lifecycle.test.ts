import { expect, test } from "vitest";
import { type ExceptionState, exceptionStates } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { type Actor, clock } from "#app/register/guards.ts";
import { type Command, commands, exists, lifecycle, movesFor, refuse, stateAfter } from "#app/register/lifecycle.ts";
import { type Refusal, refusalStatus } from "#app/register/refusals.ts";
import { make, noon } from "#test/support/make.ts";

const requestor = make.actor({ userId: "usr_requestor" });
const identity = make.actor({ userId: "usr_identity", roles: ["approver_identity"] });
const risk = make.actor({ userId: "usr_risk", roles: ["approver_risk"] });
const implementer = make.actor({ userId: "usr_implementer", roles: ["implementer"] });
const admin = make.actor({ userId: "usr_admin", roles: ["admin"] });
const auditor = make.actor({ userId: "usr_auditor", roles: ["auditor"] });

/** Who can give each command when nothing stands in the way. */
const rightPerson: Record<Command, Actor> = {
  submit: requestor,
  request_changes: identity,
  resubmit: requestor,
  assess: risk,
  approve: identity,
  reject: risk,
  withdraw: requestor,
  grant_emergency: identity,
  ratify: identity,
  implement: implementer,
  validate: implementer,
  review: admin,
  report_progress: admin,
  request_extension: requestor,
  suspend: admin,
  resume: admin,
  revoke: admin,
  lapse: clock,
  close: admin,
};

const record = make.exception({ rating: "moderate" });

/** What a record carries so that the command exists: an extension that waits, an emergency that nobody ratified. */
function readyFor(command: Command, state: ExceptionState): Exception {
  const isInForce = state === "active" || state === "suspended";
  const waits = isInForce && ["approve", "reject", "withdraw", "lapse"].includes(command);
  const isEmergency = isInForce && ["assess", "ratify"].includes(command);
  return {
    ...record,
    state,
    extension: waits ? make.extension({ requestedBy: "usr_requestor" }) : null,
    emergency: isEmergency ? make.emergency() : null,
  };
}

for (const state of exceptionStates)
  for (const command of commands) {
    const isListed = lifecycle[command].from.includes(state);
    test(`${command} ${isListed ? "exists" : "does not exist"} from ${state}`, () => {
      const now = command === "close" && state !== "revoked" ? record.endsAt : noon;
      const actor = { ...rightPerson[command], factorUsedAt: now };
      const refusal = refuse(readyFor(command, state), command, actor, make.circumstances({ now }));
      expect(refusal).toBe(isListed ? null : "no_such_move");
    });
  }

test("what is in force is approved, rejected or withdrawn only while an extension waits, and ratified only in an emergency", () => {
  for (const state of ["active", "suspended"] as const)
    for (const command of ["approve", "reject", "withdraw", "assess", "ratify"] as const)
      expect([command, exists({ ...record, state }, command)]).toEqual([command, false]);
});

test("what is decided about something in force leaves it in force", () => {
  for (const command of ["approve", "reject", "withdraw", "assess", "ratify"] as const)
    for (const state of ["active", "suspended"] as const)
      expect(stateAfter(readyFor(command, state), command)).toBe(state);
});

test("an auditor can give no command from any state", () => {
  for (const state of exceptionStates)
    for (const { command, refusal } of movesFor({ ...record, state }, auditor, make.circumstances()))
      expect([state, command, refusal]).toEqual([state, command, "auditor"]);
});

test("an auditor who was granted every other role by mistake still changes nothing", () => {
  const all = { ...auditor, roles: ["owner", "admin", "approver_identity", "implementer", "auditor"] as const };
  expect(refuse({ ...record, state: "active" }, "revoke", all, make.circumstances())).toBe("auditor");
});

const cases: [
  sentence: string,
  command: Command,
  state: (typeof exceptionStates)[number],
  actor: Actor,
  over: object,
  Refusal | null,
][] = [
  ["a stranger cannot submit somebody's draft", "submit", "draft", admin, {}, "not_requestor"],
  [
    "a requestor cannot approve their own request",
    "approve",
    "assessed",
    { ...requestor, roles: ["approver_identity"] },
    {},
    "own_request",
  ],
  [
    "a requestor cannot assess their own request",
    "assess",
    "submitted",
    { ...requestor, roles: ["approver_risk"] },
    {},
    "own_request",
  ],
  [
    "a requestor cannot reject their own request",
    "reject",
    "assessed",
    { ...requestor, roles: ["approver_risk"] },
    {},
    "own_request",
  ],
  [
    "a beneficiary cannot approve an exception about themselves",
    "approve",
    "assessed",
    identity,
    { isBeneficiary: true },
    "own_benefit",
  ],
  ["a person outside the approver groups cannot approve", "approve", "assessed", admin, {}, "not_approver"],
  [
    "an owner of the workspace cannot approve by that role",
    "approve",
    "assessed",
    { ...admin, roles: ["owner"] },
    {},
    "not_approver",
  ],
  ["an approver of a group that is not needed cannot approve", "approve", "assessed", risk, {}, "not_needed"],
  ["an approver at AAL1 has to step up", "approve", "assessed", { ...identity, aal: 1 }, {}, "step_up_required"],
  [
    "an approver without a used factor has to step up",
    "approve",
    "assessed",
    { ...identity, factorUsedAt: null },
    {},
    "step_up_required",
  ],
  [
    "a factor used 15 minutes ago still counts",
    "approve",
    "assessed",
    { ...identity, factorUsedAt: "2026-11-10T11:45:00.000Z" },
    {},
    null,
  ],
  [
    "a factor used a millisecond longer ago does not",
    "approve",
    "assessed",
    { ...identity, factorUsedAt: "2026-11-10T11:44:59.999Z" },
    {},
    "step_up_required",
  ],
  [
    "approving after the window has closed is refused",
    "approve",
    "assessed",
    identity,
    { now: record.endsAt },
    "window_closed",
  ],
  [
    "submitting after the window has closed is refused",
    "submit",
    "draft",
    requestor,
    { now: record.endsAt },
    "window_closed",
  ],
  [
    "a requestor cannot implement their own request",
    "implement",
    "approved",
    { ...requestor, roles: ["implementer"] },
    {},
    "requestor_implements",
  ],
  ["somebody without the role cannot implement", "implement", "approved", admin, {}, "not_implementer"],
  [
    "an approver cannot implement what they approved",
    "implement",
    "approved",
    { ...implementer, userId: "usr_approver" },
    { approvals: [make.approval()] },
    "approver_implements",
  ],
  [
    "an approver whose approval was voided cannot implement either",
    "implement",
    "approved",
    { ...implementer, userId: "usr_approver" },
    { approvals: [make.approval({ contentHash: "b".repeat(64) })] },
    "approver_implements",
  ],
  [
    "implementing after the end is refused",
    "implement",
    "approved",
    implementer,
    { now: record.endsAt },
    "window_closed",
  ],
  ["a person without any part in it cannot revoke", "revoke", "active", make.actor(), {}, "not_involved"],
  ["the requestor can revoke their own exception", "revoke", "active", requestor, {}, null],
  ["the owner of the record can revoke it", "revoke", "active", make.actor({ userId: "usr_owner" }), {}, null],
  [
    "what is still in force cannot be closed",
    "close",
    "active",
    admin,
    { now: "2026-12-01T08:59:59.999Z" },
    "still_live",
  ],
  ["what has ended this instant can be closed", "close", "active", admin, { now: "2026-12-01T09:00:00.000Z" }, null],
];

for (const [sentence, command, state, actor, over, expected] of cases)
  test(sentence, () => {
    const now = "now" in over ? (over.now as string) : noon;
    const fresh = actor.factorUsedAt === noon ? { ...actor, factorUsedAt: now } : actor;
    expect(refuse({ ...record, state }, command, fresh, make.circumstances(over))).toBe(expected);
  });

test("one person cannot give two approvals by being in two groups", () => {
  const both = { ...identity, roles: ["approver_identity", "approver_risk"] as const };
  const approvals = [make.approval({ approverId: identity.userId })];
  const high = { ...record, state: "assessed" as const, rating: "high" as const };
  expect(refuse(high, "approve", both, make.circumstances({ approvals }))).toBe("already_approved");
});

test("an approver can approve anew after the content has changed", () => {
  const approvals = [make.approval({ approverId: identity.userId, contentHash: "b".repeat(64) })];
  expect(refuse({ ...record, state: "assessed" }, "approve", identity, make.circumstances({ approvals }))).toBe(null);
});

test("being an approver does not stop a person from requesting", () => {
  const mine = { ...record, requestorId: identity.userId };
  expect(refuse(mine, "submit", identity, make.circumstances())).toBe(null);
});

test("whoever takes on an imported draft may submit it", () => {
  expect(refuse({ ...record, requestorId: null }, "submit", make.actor(), make.circumstances())).toBe(null);
});

test("a refusal is 400 for no such move, 403 for not you, 409 for too late", () => {
  expect([refusalStatus("no_such_move"), refusalStatus("own_request"), refusalStatus("window_closed")]).toEqual([
    400, 403, 409,
  ]);
});
