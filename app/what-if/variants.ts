import type { Decision, Instant, Outcome } from "#app/engine/types.ts";

/** What is in force, with the draft policy, with the draft exception, or with both. */
export const variants = ["in_force", "policy_draft", "exception", "both"] as const;
export type Variant = (typeof variants)[number];

/** One subject's answers, under each variant that was asked for. */
export type Tried = { subjectId: string; decisions: { variant: Variant; decision: Decision }[] };

export type WhatIf = {
  at: Instant;
  policyVersion: number;
  variants: Variant[];
  /** Every member of a group is counted; the subject alone otherwise. */
  counted: number;
  /** A group has more members than were counted. */
  hasMore: boolean;
  counts: { variant: Variant; outcomes: Record<Outcome, number> }[];
  /** How many are answered differently under one of the drafts. */
  differing: number;
  /** The first ones, those who are answered differently before all others. */
  rows: Tried[];
};
