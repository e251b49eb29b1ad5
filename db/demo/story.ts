import type { Effect, FactorKind, Scope } from "#app/engine/types.ts";
import type { CategoryId } from "#app/register/category.ts";
import type { ClosureCause } from "#app/register/exception.ts";
import type { Score } from "#app/register/risk.ts";
import type { CastKey } from "./cast.ts";

/** How far a story goes; `ago` is in days before the demo's start. */
export type Course =
  | { to: "draft" | "submitted" | "approved" | "active" | "expired" }
  /** `approvals` says how many of the bodies have agreed so far. */
  | { to: "assessed"; approvals?: number }
  | { to: "changes_requested" | "rejected" | "withdrawn"; comment: string }
  | { to: "suspended" | "revoked"; ago: number; comment: string }
  | {
      to: "closed";
      ago: number;
      revokedFor?: string;
      cause?: ClosureCause;
      replacedBy: string;
      wouldHaveAvoided: string;
      evidence: string;
    };

/** One invented exception, from filing to where it stands when the demo starts. Days may have fractions. */
export type Story = {
  title: string;
  category: CategoryId;
  effect?: Effect;
  factors?: readonly FactorKind[];
  /** People in scope by their key, everything else by its id in the directory. */
  scope: Partial<Omit<Scope, "users">> & { users?: readonly CastKey[] };
  requestor: CastKey;
  /** Whom it is filed on behalf of. */
  beneficiary?: CastKey;
  /** Likelihood and impact as the requestor sees them. */
  estimate?: readonly [Score, Score];
  owner: CastKey;
  justification: string;
  controls: readonly (readonly [name: string, howChecked: string, catalogueId?: string])[];
  monitoring: string;
  details: Readonly<Record<string, string>>;
  milestones?: readonly (readonly [title: string, inDays: number])[];
  /** Days before the demo's start. */
  filedAgo: number;
  /** Days after the demo's start; negative when the end has passed. */
  endsIn: number;
  /** Likelihood and impact, without the controls and with them. */
  inherent: readonly [Score, Score];
  residual: readonly [Score, Score];
  course: Course;
};

/** Returns the calendar date some days from the demo's start, as 2026-11-20. */
export type Day = (inDays: number) => string;
