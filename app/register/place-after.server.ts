import type { Db } from "#db/connect.ts";
import type { Exception } from "./exception.ts";
import { gapsFor } from "./gaps-for.server.ts";
import { gapsIn, type IntakeStep, nextStep } from "./intake-form.ts";
import { rulesFor } from "./rules-for.server.ts";

/** Returns where the intake goes on once a step is saved: a step with gaps is shown again with them. */
export async function placeAfter(db: Db, record: Exception, step: IntakeStep, now: string): Promise<string> {
  const gaps = await gapsFor(db, record, await rulesFor(db, record), now);
  return gapsIn(gaps, step).length > 0
    ? `/exceptions/${record.id}/edit/${step}?checked=1`
    : `/exceptions/${record.id}/edit/${nextStep(step)}`;
}
