import type { Effect, ExceptionState, FactorKind, Instant, Scope } from "#app/engine/types.ts";
import type { CategoryId } from "./category.ts";
import type { Rating, Risk } from "./risk.ts";

/** A measure that lowers the risk while the exception lives, and how it is known to work. */
export type CompensatingControl = { name: string; howChecked: string };

/** A dated step on the way to needing no exception. */
export type Milestone = { title: string; dueAt: Instant; doneAt: Instant | null };

/** How it ended, told so that the next one can be avoided. */
export type Closure = {
  endedBy: "expired" | "revoked";
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
  justification: string;
  startsAt: Instant;
  endsAt: Instant;
  plannedRetirementAt: Instant | null;
  compensatingControls: readonly CompensatingControl[];
  monitoringPlan: string;
  milestones: readonly Milestone[];
  /** The category's required parts, by key. */
  details: Readonly<Record<string, string>>;
};

/** One record of the register. */
export type Exception = MaterialContent & {
  workspaceId: string;
  /** As EXC-2026-0042; unique in its workspace and never used again. */
  id: string;
  /** Counts every change; a writer names the one it read. */
  version: number;
  state: ExceptionState;
  /** Null while an imported draft has not been taken on by anybody. */
  requestorId: string | null;
  implementerId: string | null;
  inherentRisk: Risk | null;
  residualRisk: Risk | null;
  /** From the residual risk once assessed. */
  rating: Rating | null;
  assessment: string;
  contentHash: string;
  changeReference: string;
  reviewEveryDays: number | null;
  nextReviewAt: Instant | null;
  lastValidation: { at: Instant; result: "passed" | "failed"; note: string } | null;
  closure: Closure | null;
  /** Where an imported record came from, as shown to people; null for one filed by hand. */
  source: string | null;
  createdAt: Instant;
  updatedAt: Instant;
  submittedAt: Instant | null;
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
    },
    ownerId: record.ownerId,
    justification: record.justification,
    startsAt: record.startsAt,
    endsAt: record.endsAt,
    plannedRetirementAt: record.plannedRetirementAt,
    compensatingControls: record.compensatingControls.map(({ name, howChecked }) => ({ name, howChecked })),
    monitoringPlan: record.monitoringPlan,
    milestones: record.milestones.map(({ title, dueAt, doneAt }) => ({ title, dueAt, doneAt })),
    details: Object.fromEntries(Object.entries(record.details).sort(([one], [other]) => (one < other ? -1 : 1))),
  };
}
