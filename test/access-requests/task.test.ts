import { expect, test } from "vitest";
import { approvalFault, taskStatus } from "#app/access-requests/task.ts";
import type { Exception } from "#app/register/exception.ts";
import { make, noon } from "#test/support/make.ts";

const over = make.exception().endsAt;
const inForce = { state: "active", activatedAt: noon } as const;
const revokedClosure = {
  endedBy: "revoked",
  cause: "other",
  replacedBy: "",
  wouldHaveAvoided: "",
  evidence: "",
} as const;

test.each<[string, Partial<Exception>, string, string]>([
  ["a draft", { state: "draft" }, "pending", "grant_pending"],
  ["what waits for approvals", { state: "assessed" }, "pending", "grant_pending"],
  ["what is approved and not in place", { state: "approved" }, "pending", "grant_pending"],
  ["what is in force and lets somebody else in", inForce, "approved", "policy_denied"],
  ["what begins later", { ...inForce, startsAt: "2026-11-20T09:00:00.000Z" }, "approved", "grant_pending"],
  ["what is on hold", { ...inForce, state: "suspended" }, "approved", "policy_denied"],
  ["what was revoked", { ...inForce, state: "revoked" }, "approved", "policy_denied"],
  [
    "what was revoked and closed",
    { ...inForce, state: "closed", closure: revokedClosure },
    "approved",
    "policy_denied",
  ],
  ["what was revoked before it was in place", { state: "revoked" }, "cancelled", "policy_denied"],
  ["what was rejected", { state: "rejected" }, "denied", "policy_denied"],
  ["what was withdrawn", { state: "withdrawn" }, "cancelled", "policy_denied"],
  ["what has ended", { ...inForce, endsAt: noon }, "approved", "approval_expired"],
  ["what nobody decided before its end", { state: "submitted", endsAt: noon }, "expired", "approval_expired"],
])("%s", (_what, change, status, reason) => {
  const record = make.exception({ ...change });
  expect(taskStatus(record, { hasLapsed: false, now: noon })).toBe(status);
  expect(approvalFault(record, { isInScope: true, now: noon }).reason).toBe(reason);
});

test("what the clock ended because nobody decided is expired, not cancelled", () => {
  const record = make.exception({ state: "withdrawn" });
  expect(taskStatus(record, { hasLapsed: true, now: over })).toBe("expired");
});

test("an approval of something else is out of scope, and one that does not exist is told apart from it", () => {
  const around = { isInScope: false, now: noon };
  expect(approvalFault(make.exception(inForce), around)).toEqual({ reason: "out_of_scope", next_action: "request" });
  expect(approvalFault(undefined, around)).toEqual({ reason: "approval_unverifiable", next_action: "request" });
});
