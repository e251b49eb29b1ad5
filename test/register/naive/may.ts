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
  /** It is on hold because a test failed, and none has passed since. */
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

/** Whether this person may give this command now. */
export function may(situation: Situation, command: Command, someone: Someone): boolean {
  const { state, hasBegun, hasEnded, requestor, owner, extensionBy, grantor, isRatified } = situation;
  const { id, roles, isClock } = someone;
  if (roles.includes("auditor")) return false;

  const isInForce = state === "active" || state === "suspended";
  const isEmergency = isInForce && grantor !== null && !isRatified;
  const waitsForExtension = isInForce && extensionBy !== null;
  const isRequestor = requestor === null || requestor === id;
  const isAsker = requestor === id || extensionBy === id;
  const isAbout = situation.about.includes(id);
  const isFresh = someone.aal === 2 && someone.minutesSinceFactor !== null && someone.minutesSinceFactor <= 15;
  const isAdmin = roles.includes("admin") || roles.includes("owner");
  const isApprover = groupsOf(someone).length > 0;
  const standsInFairly = someone.standsInFor.some((absent) => !isPartial(situation, absent.id));
  const isJudge = !isAsker && !isAbout && (isApprover || standsInFairly);
  const isInvolved =
    isClock || requestor === id || owner === id || isAdmin || isApprover || roles.includes("implementer");
  const canFill = isJudge && situation.implementer !== id && freePlaces(situation, someone).length > 0;

  switch (command) {
    case "submit":
      return state === "draft" && isRequestor && !hasEnded;
    case "resubmit":
      return state === "changes_requested" && isRequestor && !hasEnded;
    case "request_changes":
      return (state === "submitted" || state === "assessed") && isJudge;
    case "assess":
      return (state === "submitted" || isEmergency) && isJudge && !hasEnded;
    case "approve":
      return (state === "assessed" || waitsForExtension) && canFill && isFresh && !hasEnded;
    case "reject":
      return (state === "submitted" || state === "assessed" || waitsForExtension) && isJudge && isFresh;
    case "withdraw":
      if (waitsForExtension) return extensionBy === id;
      return ["draft", "submitted", "changes_requested", "assessed", "approved"].includes(state) && isRequestor;
    case "grant_emergency":
      return (state === "submitted" || state === "assessed") && isJudge && isFresh && hasBegun && !hasEnded;
    case "ratify":
      return isEmergency && canFill && grantor !== id && isFresh && !hasEnded;
    case "implement":
      return (
        state === "approved" &&
        roles.includes("implementer") &&
        requestor !== id &&
        !isAbout &&
        !situation.everApproved.includes(id) &&
        !hasEnded
      );
    case "validate":
      return isInForce && isInvolved && !isAbout;
    case "review":
      return isInForce && isInvolved && !hasEnded;
    case "report_progress":
      return (state === "approved" || isInForce) && isInvolved;
    case "request_extension":
      return isInForce && !isEmergency && (requestor === id || owner === id) && !waitsForExtension && !hasEnded;
    case "suspend":
      return state === "active" && isInvolved;
    case "resume":
      return (
        state === "suspended" &&
        (isApprover || isAdmin) &&
        !isAsker &&
        !isAbout &&
        isFresh &&
        !hasEnded &&
        !situation.isBroken
      );
    case "revoke":
      return (state === "approved" || isInForce) && isInvolved;
    case "close":
      return (state === "revoked" || ((state === "approved" || isInForce) && hasEnded)) && isInvolved;
    case "lapse":
      return ["submitted", "changes_requested", "assessed"].includes(state) && isClock;
    default:
      return command satisfies never;
  }
}
