import type { Instant } from "#app/engine/types.ts";
import type { Category } from "./category.ts";
import { addDays } from "./days.ts";
import type { Exception, MaterialContent } from "./exception.ts";
import type { Draft } from "./exception-schemas.ts";

/** Completes what a requestor wrote: an omitted start is now, an omitted end is the category's default term later. */
export function contentOf(draft: Draft, category: Category, now: Instant): MaterialContent {
  const startsAt = draft.startsAt ?? now;
  return { ...draft, startsAt, endsAt: draft.endsAt ?? addDays(startsAt, category.defaultTermDays) };
}

export type NewRecord = {
  workspaceId: string;
  id: string;
  requestorId: string | null;
  contentHash: string;
  source: string | null;
  now: Instant;
};

/** Makes the first version of a record, a draft. */
export function newRecord(content: MaterialContent, { now, ...rest }: NewRecord): Exception {
  return {
    ...content,
    ...rest,
    version: 1,
    state: "draft",
    implementerId: null,
    inherentRisk: null,
    residualRisk: null,
    rating: null,
    ratingBasis: null,
    assessment: "",
    changeReference: "",
    implementation: null,
    reviewEveryDays: null,
    nextReviewAt: null,
    lastValidation: null,
    closure: null,
    categoryVersion: null,
    agreedEndsAt: null,
    originalEndsAt: null,
    extensionCount: 0,
    extension: null,
    emergency: null,
    suspension: null,
    createdAt: now,
    updatedAt: now,
    submittedAt: null,
    waitingSince: null,
    approvedAt: null,
    activatedAt: null,
    endedAt: null,
  };
}

/** Returns the names of the material fields in which two contents differ. */
export function changedFields(before: MaterialContent, after: MaterialContent): (keyof MaterialContent)[] {
  const fields = Object.keys(before) as (keyof MaterialContent)[]; // both come from materialContent
  return fields.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]));
}
