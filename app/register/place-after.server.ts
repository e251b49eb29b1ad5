import { getCategory } from "#db/categories.ts";
import type { Db } from "#db/connect.ts";
import type { Exception } from "./exception.ts";
import { gapsIn, type IntakeStep, nextStep } from "./intake-form.ts";
import { gapsOf } from "./readiness.ts";

/** Returns where the intake goes on once a step is saved: a step with gaps is shown again with them. */
export async function placeAfter(db: Db, record: Exception, step: IntakeStep, now: string): Promise<string> {
  const gaps = gapsOf(record, await getCategory(db, record.workspaceId, record.category), now);
  return gapsIn(gaps, step).length > 0
    ? `/exceptions/${record.id}/edit/${step}?checked=1`
    : `/exceptions/${record.id}/edit/${nextStep(step)}`;
}
