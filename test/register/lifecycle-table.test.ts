import { expect, test } from "vitest";
import { exceptionStates } from "#app/engine/types.ts";
import type { Exception } from "#app/register/exception.ts";
import { clock } from "#app/register/guards.ts";
import { commands, refuse } from "#app/register/lifecycle.ts";
import type { RegisterRole } from "#app/register/roles.ts";
import { make, noon } from "#test/support/make.ts";
import { may, type Situation, type Someone } from "./naive/may.ts";

// Every state × command × person, with the record in each of its conditions, judged twice: by the lifecycle, and by the
// rules as the design says them.

const someone = (id: string, roles: readonly RegisterRole[] = [], over: Partial<Someone> = {}): Someone => ({
  id,
  roles,
  aal: 2,
  minutesSinceFactor: 5,
  isClock: false,
  standsInFor: [],
  ...over,
});

const standingInFor = (id: string): Partial<Someone> => ({ standsInFor: [{ id, groups: ["identity"] }] });

/** Everybody who may touch a record, each under what they are to it. */
const people: Record<string, Someone> = {
  "the requestor": someone("requestor"),
  "the requestor, an approver": someone("requestor", ["approver_identity"]),
  "the requestor, an implementer": someone("requestor", ["implementer"]),
  "the owner of the record": someone("owner"),
  "the owner of the record, an approver": someone("owner", ["approver_identity"]),
  "the beneficiary, an approver": someone("beneficiary", ["approver_identity"]),
  "the beneficiary, an implementer": someone("beneficiary", ["implementer"]),
  "the beneficiary, an admin": someone("beneficiary", ["admin"]),
  "an approver, identity": someone("identity", ["approver_identity"]),
  "an approver, risk": someone("risk", ["approver_risk"]),
  "an approver, security leadership": someone("leadership", ["approver_security_leadership"]),
  "an approver in two groups": someone("both", ["approver_identity", "approver_risk"]),
  "an approver who implements too": someone("both", ["approver_identity", "implementer"]),
  "an approver who has approved": someone("approver", ["approver_identity", "approver_risk", "implementer"]),
  "an approver with a password alone": someone("identity", ["approver_identity"], { aal: 1, minutesSinceFactor: null }),
  "an approver whose factor is stale": someone("identity", ["approver_identity"], { minutesSinceFactor: 16 }),
  "who granted it": someone("grantor", ["approver_identity"]),
  "who put it in place": someone("implementer", ["implementer", "approver_identity"]),
  "an implementer": someone("another", ["implementer"]),
  "an admin": someone("admin", ["admin"]),
  "an owner of the workspace": someone("boss", ["owner"]),
  "an auditor": someone("auditor", ["auditor"]),
  "an auditor with every other role": someone("auditor", ["auditor", "owner", "approver_identity", "implementer"]),
  "a stranger": someone("stranger"),
  "who stands in for an approver": someone("delegate", [], standingInFor("identity")),
  "who stands in for one who has approved": someone("delegate", [], standingInFor("approver")),
  "who stands in for the requestor": someone("delegate", [], standingInFor("requestor")),
  "who stands in for the beneficiary": someone("delegate", [], standingInFor("beneficiary")),
  "who stands in for the grantor": someone("delegate", [], standingInFor("grantor")),
  "an approver who stands in for another": someone("risk", ["approver_risk"], standingInFor("identity")),
  "the requestor, standing in for an approver": someone("requestor", [], standingInFor("identity")),
  "the clock": someone("", [], { aal: 0, minutesSinceFactor: null, isClock: true }),
};

const during: Situation = {
  state: "draft",
  hasBegun: true,
  hasEnded: false,
  requestor: "requestor",
  owner: "owner",
  implementer: null,
  about: ["beneficiary"],
  extensionBy: null,
  grantor: null,
  isRatified: false,
  isBroken: false,
  given: [],
  everApproved: [],
  needs: { identity: 1, risk: 0, security_leadership: 0 },
};

/** The conditions that a record may be in beside its state. */
const conditions: Record<string, Partial<Situation>> = {
  plain: {},
  "about to begin": { hasBegun: false },
  over: { hasEnded: true },
  "taken on by nobody": { requestor: null },
  "in place": { implementer: "implementer", everApproved: ["approver"] },
  "approved before, of other content": { everApproved: ["approver"] },
  "half approved": {
    given: [{ by: "approver", insteadOf: null, group: "identity" }],
    everApproved: ["approver"],
    needs: { identity: 1, risk: 1, security_leadership: 1 },
  },
  "approved by somebody standing in": {
    given: [{ by: "other", insteadOf: "identity", group: "identity" }],
    everApproved: ["other"],
    needs: { identity: 2, risk: 0, security_leadership: 0 },
  },
  "with an extension by the owner": { extensionBy: "owner", implementer: "implementer" },
  "with an extension by the requestor": { extensionBy: "requestor", implementer: "implementer" },
  "with an extension, and over": { extensionBy: "requestor", hasEnded: true },
  "granted in an emergency": { grantor: "grantor", needs: { identity: 1, risk: 1, security_leadership: 1 } },
  "granted in an emergency, and over": { grantor: "grantor", hasEnded: true },
  "ratified since": { grantor: "grantor", isRatified: true },
  broken: { isBroken: true, implementer: "implementer" },
};

/** Only what is in force is extended. */
function isPossible({ state, extensionBy }: Situation): boolean {
  return extensionBy === null || state === "active" || state === "suspended";
}

const later = "2026-11-30T12:00:00.000Z";
const before = "2026-11-01T12:00:00.000Z";
const anHourAgo = "2026-11-10T11:00:00.000Z";

/** The record that a situation describes. */
function recordOf({ state, ...is }: Situation): Exception {
  const suspension = is.isBroken
    ? { cause: "failed_validation" as const, at: anHourAgo, by: "risk", reason: "" }
    : null;
  return make.exception({
    state,
    startsAt: is.hasBegun ? before : later,
    endsAt: is.hasEnded ? noon : "2026-12-01T12:00:00.000Z",
    requestorId: is.requestor,
    ownerId: is.owner,
    implementerId: is.implementer,
    rating: "moderate",
    extension: is.extensionBy ? make.extension({ requestedBy: is.extensionBy }) : null,
    emergency: is.grantor
      ? make.emergency({ grantedBy: is.grantor, ratifiedAt: is.isRatified ? anHourAgo : null })
      : null,
    suspension,
    lastValidation: is.isBroken ? { at: anHourAgo, by: "risk", result: "failed", note: "" } : null,
  });
}

function circumstancesOf(situation: Situation, { id, standsInFor }: Someone) {
  const { given, everApproved, needs, about } = situation;
  const record = recordOf(situation);
  const current = given.map(({ by, insteadOf, group }) =>
    make.approval({
      approverId: by,
      onBehalfOf: insteadOf,
      approverGroup: group,
      contentHash: record.extension?.contentHash ?? record.contentHash,
    }),
  );
  const old = everApproved.map((approverId) => make.approval({ approverId, contentHash: "f".repeat(64) }));
  return make.circumstances({
    approvals: [...current, ...old],
    stages: (["identity", "risk", "security_leadership"] as const).flatMap((group) =>
      needs[group] > 0 ? [{ group, minimum: needs[group] }] : [],
    ),
    isBeneficiary: about.includes(id),
    standsInFor: standsInFor.map((absent) => ({
      userId: absent.id,
      groups: absent.groups,
      isBeneficiary: about.includes(absent.id),
    })),
  });
}

function actorOf({ id, roles, aal, minutesSinceFactor, isClock }: Someone) {
  if (isClock) return clock;
  const factorUsedAt =
    minutesSinceFactor === null ? null : new Date(Date.parse(noon) - minutesSinceFactor * 60_000).toISOString();
  return make.actor({ userId: id, roles, aal, factorUsedAt });
}

/** Every state in every condition, with every person. */
const situations = exceptionStates.flatMap((state) =>
  Object.entries(conditions)
    .map(([condition, over]) => ({ condition, situation: { ...during, ...over, state } }))
    .filter(({ situation }) => isPossible(situation))
    .flatMap((each) => Object.entries(people).map(([who, person]) => ({ ...each, who, person }))),
);

for (const command of commands)
  test(`${command} is for whom the design says, from every state and in every condition`, () => {
    const judged = situations.map(({ condition, situation, who, person }) => ({
      on: `${situation.state}, ${condition}: ${who}`,
      refusal: refuse(recordOf(situation), command, actorOf(person), circumstancesOf(situation, person)),
      isAllowed: may(situation, command, person),
    }));
    expect(judged.filter(({ refusal, isAllowed }) => isAllowed !== (refusal === null))).toEqual([]);
    expect(judged.some(({ isAllowed }) => isAllowed)).toBe(true);
  });
