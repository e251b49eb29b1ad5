import type { ExceptionState } from "#app/engine/types.ts";
import type { Command } from "#app/register/lifecycle.ts";
import type { ApproverGroup, RegisterRole } from "#app/register/roles.ts";

// Who may do what, said once more and independently of the lifecycle: one sentence of the design a line, no table, no
// order of checks, no names of refusals. It is slow and obvious on purpose.

export type Someone = {
  id: string;
  roles: readonly RegisterRole[];
  aal: 0 | 1 | 2;
  /** Null when no second factor was used. */
  minutesSinceFactor: number | null;
  isClock: boolean;
  /** Those whose places they take. */
  standsInFor: readonly { id: string; groups: readonly ApproverGroup[] }[];
};

export type Given = { by: string; insteadOf: string | null; group: ApproverGroup };

/** A record as somebody who knows the rules would describe it. */
export type Situation = {
  state: ExceptionState;
  hasBegun: boolean;
  hasEnded: boolean;
  requestor: string | null;
  owner: string | null;
  implementer: string | null;
  /** Everybody whom it lets in or for whom it was filed. */
  about: readonly string[];
  /** Who asked for the extension that waits. */
  extensionBy: string | null;
  /** Who granted it in an emergency. */
  grantor: string | null;
  isRatified: boolean;
  /** Its last test failed. */
  isBroken: boolean;
  /** The approvals of what is in question now. */
  given: readonly Given[];
  /** Everybody who ever approved anything about it. */
  everApproved: readonly string[];
  needs: Readonly<Record<ApproverGroup, number>>;
};

const groupOf: Partial<Record<RegisterRole, ApproverGroup>> = {
  approver_identity: "identity",
  approver_risk: "risk",
  approver_security_leadership: "security_leadership",
};

function groupsOf({ roles }: Someone): ApproverGroup[] {
  return roles.flatMap((role) => groupOf[role] ?? []);
}

/** Whoever asked for it, benefits from it, put it in place or granted it alone cannot judge it. */
function isPartial(about: Situation, id: string): boolean {
  return (
    about.requestor === id ||
    about.extensionBy === id ||
    about.about.includes(id) ||
    about.implementer === id ||
    about.grantor === id
  );
}

/** The places among the approvers that are still empty and that this person could take. */
function freePlaces(situation: Situation, someone: Someone): ApproverGroup[] {
  const hasSpoken = (id: string) => situation.given.some(({ by, insteadOf }) => by === id || insteadOf === id);
  if (hasSpoken(someone.id)) return [];
  const asThemselves = groupsOf(someone);
  const forOthers = someone.standsInFor
    .filter(({ id }) => !isPartial(situation, id) && !hasSpoken(id))
    .flatMap(({ groups }) => groups);
  return [...asThemselves, ...forOthers].filter(
    (group) => situation.needs[group] > situation.given.filter((each) => each.group === group).length,
  );
}

/** What is so about this person and this record, in the words that the rules use. */
function factsOf(situation: Situation, someone: Someone) {
  const { state, requestor, owner, extensionBy, grantor, isRatified, about, implementer } = situation;
  const { id, roles, standsInFor, aal, minutesSinceFactor } = someone;
  const isInForce = state === "active" || state === "suspended";
  const isAsker = requestor === id || extensionBy === id;
  const isApprover = groupsOf(someone).length > 0;
  const isAdmin = roles.includes("admin") || roles.includes("owner");
  const isPutter = roles.includes("implementer");
  const mayJudge = isApprover || standsInFor.some((absent) => !isPartial(situation, absent.id));
  const isJudge = !isAsker && !about.includes(id) && mayJudge;
  return {
    ...situation,
    isInForce,
    isEmergency: isInForce && grantor !== null && !isRatified,
    waits: isInForce && extensionBy !== null,
    isUndecided: state === "submitted" || state === "assessed",
    isRequestor: requestor === null || requestor === id,
    isOwnerOrRequestor: owner === id || requestor === id,
    isExtensionAsker: extensionBy === id,
    isGrantor: grantor === id,
    isAsker,
    isAbout: about.includes(id),
    hasApproved: situation.everApproved.includes(id),
    isFresh: aal === 2 && minutesSinceFactor !== null && minutesSinceFactor <= 15,
    isPutter,
    isOverseer: isApprover || isAdmin,
    isJudge,
    isInvolved: [someone.isClock, requestor === id, owner === id, isAdmin, isApprover, isPutter].includes(true),
    isClock: someone.isClock,
    canFill: isJudge && implementer !== id && freePlaces(situation, someone).length > 0,
  };
}

type Facts = ReturnType<typeof factsOf>;

const withdrawable: readonly ExceptionState[] = ["draft", "submitted", "changes_requested", "assessed", "approved"];
const lapsable: readonly ExceptionState[] = ["submitted", "changes_requested", "assessed"];

const rules: Record<Command, (so: Facts) => boolean> = {
  submit: (so) => so.state === "draft" && so.isRequestor && !so.hasEnded,
  resubmit: (so) => so.state === "changes_requested" && so.isRequestor && !so.hasEnded,
  request_changes: (so) => so.isUndecided && so.isJudge,
  assess: (so) => (so.state === "submitted" || so.isEmergency) && so.isJudge && !so.hasEnded,
  approve: (so) => (so.state === "assessed" || so.waits) && so.canFill && so.isFresh && !so.hasEnded,
  reject: (so) => (so.isUndecided || so.waits) && so.isJudge && so.isFresh,
  withdraw: (so) => (so.waits ? so.isExtensionAsker : withdrawable.includes(so.state) && so.isRequestor),
  grant_emergency: (so) => so.isUndecided && so.isJudge && so.isFresh && so.hasBegun && !so.hasEnded,
  ratify: (so) => so.isEmergency && so.canFill && !so.isGrantor && so.isFresh && !so.hasEnded,
  implement: (so) =>
    so.state === "approved" && so.isPutter && !so.isAsker && !so.isAbout && !so.hasApproved && !so.hasEnded,
  validate: (so) => so.isInForce && so.isInvolved && !so.isClock && !so.isAbout,
  review: (so) => so.isInForce && so.isInvolved && !so.isClock && !so.hasEnded,
  report_progress: (so) => (so.state === "approved" || so.isInForce) && so.isInvolved && !so.isClock,
  request_extension: (so) => so.isInForce && !so.isEmergency && so.isOwnerOrRequestor && !so.waits && !so.hasEnded,
  suspend: (so) => so.state === "active" && so.isInvolved,
  resume: (so) =>
    so.state === "suspended" &&
    so.isOverseer &&
    !so.isAsker &&
    !so.isAbout &&
    so.isFresh &&
    !so.hasEnded &&
    !so.isBroken,
  revoke: (so) => (so.state === "approved" || so.isInForce) && so.isInvolved,
  close: (so) =>
    (so.state === "revoked" || ((so.state === "approved" || so.isInForce) && so.hasEnded)) && so.isInvolved,
  lapse: (so) => (lapsable.includes(so.state) || (so.isInForce && so.extensionBy !== null)) && so.isClock,
};

/** Whether this person may give this command now; an auditor may give none. */
export function may(situation: Situation, command: Command, someone: Someone): boolean {
  return !someone.roles.includes("auditor") && rules[command](factsOf(situation, someone));
}
