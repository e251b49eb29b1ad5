import type { Effect, ExceptionState, FactorKind, Instant, Scope } from "#app/engine/types.ts";
import type { CategoryId } from "./category.ts";
import type { RatingBasis } from "./rating-floor.ts";
import type { Rating, Risk } from "./risk.ts";

/** A measure that lowers the risk while the exception lives, and how it is known to work. */
export type CompensatingControl = {
  name: string;
  howChecked: string;
  /** The entry of the workspace's catalogue that it was taken from. */
  catalogueId: string | null;
};

/** A dated step on the way to needing no exception. */
export type Milestone = { title: string; dueAt: Instant; doneAt: Instant | null };

/** What was changed to put it in place, as whoever did it says; the change itself has a reference of its own. */
export type Implementation = { where: string; what: string };

export const closureCauses = [
  "replaced",
  "remediated",
  "no_longer_needed",
  "misuse",
  "lapsed_emergency",
  "not_reviewed",
  "other",
] as const;
/** Why it was not needed, or not wanted, any longer. */
export type ClosureCause = (typeof closureCauses)[number];

/** How it ended, told so that the next one can be avoided. */
export type Closure = {
  endedBy: "expired" | "revoked";
  cause: ClosureCause;
  replacedBy: string;
  wouldHaveAvoided: string;
  evidence: string;
};

/** The parts that an approval is given for; changing one of them voids the approvals. */
export type MaterialContent = {
  title: string;
  category: CategoryId;
  effect: Effect;
  /** Only for allow_factors; otherwise empty. */
  factors: readonly FactorKind[];
  scope: Scope;
  ownerId: string | null;
  /** Whom it was filed on behalf of; null where it is for nobody else. */
  beneficiaryId: string | null;
  justification: string;
  startsAt: Instant;
  endsAt: Instant;
  plannedRetirementAt: Instant | null;
  /** How risky the requestor thinks it is, with its controls; the ratings are the assessor's. */
  estimate: Risk | null;
  compensatingControls: readonly CompensatingControl[];
  monitoringPlan: string;
  milestones: readonly Milestone[];
  /** The category's required parts, by key. */
  details: Readonly<Record<string, string>>;
};

/** A later end that was asked for; it counts once its own approvals are given. */
export type Extension = {
  /** Sooner than what was asked for where an approver shortened it. */
  endsAt: Instant;
  askedEndsAt: Instant;
  reason: string;
  requestedBy: string;
  requestedAt: Instant;
  /** Of the content with the later end, which is what is approved. */
  contentHash: string;
};

/** A grant by one approver alone; it ends at most a day later unless the approvals that were skipped ratify it. */
export type Emergency = {
  grantedBy: string;
  grantedAt: Instant;
  reason: string;
  /** The end that it has once it is ratified. */
  endsAt: Instant;
  ratifiedAt: Instant | null;
};

export const suspensionCauses = ["decision", "failed_validation", "silence", "beneficiary_disabled"] as const;
/** Why an exception is on hold: somebody said so, its test failed, nobody reviewed it, or nobody whom it names may sign in. */
export type SuspensionCause = (typeof suspensionCauses)[number];

/** What keeps an exception from counting until it is resumed; nobody put it on hold where a job did. */
export type Suspension = { cause: SuspensionCause; at: Instant; by: string | null; reason: string };

/** A test that it works as approved and lets in nobody else. */
export type Validation = { at: Instant; by: string; result: "passed" | "failed"; note: string };

/** One record of the register. */
export type Exception = MaterialContent & {
  workspaceId: string;
  /** As EXC-2026-0042; unique in its workspace and never used again. */
  id: string;
  /** Counts every change; a writer names the one it read. */
  version: number;
  state: ExceptionState;
  /** The version of its category's rules under which it was handed in; later ones may tighten them and never loosen. */
  categoryVersion: number | null;
  /** Null while an imported draft has not been taken on by anybody. */
  requestorId: string | null;
  implementerId: string | null;
  inherentRisk: Risk | null;
  residualRisk: Risk | null;
  /** From the residual risk once assessed, unless its floor is higher or the assessor chose another one. */
  rating: Rating | null;
  ratingBasis: RatingBasis | null;
  assessment: string;
  contentHash: string;
  changeReference: string;
  /** Null until it has been put in place. */
  implementation: Implementation | null;
  reviewEveryDays: number | null;
  nextReviewAt: Instant | null;
  lastValidation: Validation | null;
  /** The end that approvals are of, where it ends sooner: its term was shortened, or an emergency waits to be ratified. */
  agreedEndsAt: Instant | null;
  /** The first end that was approved; extensions leave it as it is. */
  originalEndsAt: Instant | null;
  extensionCount: number;
  /** The extension that waits for its approvals. */
  extension: Extension | null;
  emergency: Emergency | null;
  suspension: Suspension | null;
  closure: Closure | null;
  /** Where an imported record came from, as shown to people; null for one filed by hand. */
  source: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  submittedAt: Instant | null;
  /** Since when it waits for what it waits for from approvers; null while it waits for nothing of theirs. */
  waitingSince: Instant | null;
  approvedAt: Instant | null;
  activatedAt: Instant | null;
  endedAt: Instant | null;
};

/** One person's answer to the content with this hash. */
export type Approval = {
  exceptionId: string;
  approverId: string;
  approverGroup: "identity" | "risk" | "security_leadership";
  contentHash: string;
  /** The absent approver whose place was taken. */
  onBehalfOf: string | null;
  comment: string;
  at: Instant;
};

export const emptyScope: Scope = {
  users: [],
  servicePrincipals: [],
  groups: [],
  roles: [],
  applications: [],
  networks: [],
  devices: [],
  protocols: [],
  windows: [],
  maxUses: null,
};

/** Picks what an approval is given for, in a fixed order, so that equal content has an equal hash. */
export function materialContent(record: MaterialContent): MaterialContent {
  return {
    title: record.title,
    category: record.category,
    effect: record.effect,
    factors: [...record.factors].sort(),
    scope: {
      users: [...record.scope.users].sort(),
      servicePrincipals: [...record.scope.servicePrincipals].sort(),
      groups: [...record.scope.groups].sort(),
      roles: [...record.scope.roles].sort(),
      applications: [...record.scope.applications].sort(),
      networks: [...record.scope.networks].sort(),
      devices: [...record.scope.devices].sort(),
      protocols: [...record.scope.protocols].sort(),
      windows: record.scope.windows.map((window) => ({
        days: [...window.days].sort((one, other) => one - other),
        fromMinute: window.fromMinute,
        toMinute: window.toMinute,
      })),
      maxUses: record.scope.maxUses,
    },
    ownerId: record.ownerId,
    beneficiaryId: record.beneficiaryId,
    justification: record.justification,
    startsAt: record.startsAt,
    endsAt: record.endsAt,
    plannedRetirementAt: record.plannedRetirementAt,
    estimate: record.estimate,
    compensatingControls: record.compensatingControls.map(({ name, howChecked, catalogueId }) => ({
      name,
      howChecked,
      catalogueId,
    })),
    monitoringPlan: record.monitoringPlan,
    milestones: record.milestones.map(({ title, dueAt, doneAt }) => ({ title, dueAt, doneAt })),
    details: Object.fromEntries(Object.entries(record.details).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}

/** Whether it is in force, or on hold, by one approver's word alone. */
export function isUnratified({ emergency }: Pick<Exception, "emergency">): boolean {
  return emergency !== null && emergency.ratifiedAt === null;
}

/** Returns the hash of what is to be approved: of the extension that was asked for, or of the record as it is. */
export function hashInQuestion({ extension, contentHash }: Pick<Exception, "extension" | "contentHash">): string {
  return extension?.contentHash ?? contentHash;
}
