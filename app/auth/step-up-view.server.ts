import type { FactorKind } from "#app/engine/types.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { listFactors } from "#db/factors.ts";
import { passwordHashOf } from "#db/passwords.ts";
import type { Session } from "#db/sessions.ts";
import type { Caller } from "./caller.server.ts";
import { mayEnrol } from "./own-factors.server.ts";
import { clientOf } from "./session.server.ts";
import { stepUpStanding } from "./step-up-standing.server.ts";

/** What somebody has to do before they go on. */
export type StepUpNeed =
  /** One of these factors of theirs has to be used. */
  | { kind: "factor"; kinds: FactorKind[] }
  /** What they have is not taken, and only a new sign-in leads to enrolling something else. */
  | { kind: "other_factor"; accepted: readonly FactorKind[] }
  /** They have none, and may enrol one now, or after their password, or after signing in again. */
  | { kind: "enrol" | "password" | "sign_in" };

/** Returns what the page of the step-up asks of the caller. */
export async function stepUpNeed(
  { request, context }: { request: Request; context: RequestContext },
  caller: Caller,
  session: Session,
): Promise<StepUpNeed> {
  const { db, now } = context;
  const { workspaceId, id: userId } = caller.user;
  const { kinds, accepted, hasFactor } = await stepUpStanding(db, { session, client: clientOf(request, context), now });
  if (kinds.length > 0) return { kind: "factor", kinds };
  if (hasFactor) return { kind: "other_factor", accepted };
  if (mayEnrol(caller, await listFactors(db, workspaceId, userId), now)) return { kind: "enrol" };
  return { kind: (await passwordHashOf(db, workspaceId, userId)) === null ? "sign_in" : "password" };
}
