import type { AuditActor } from "#app/audit/events.ts";
import type { Instant } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";
import { newId } from "#db/ids.ts";
import { insertReplay } from "#db/replays.ts";
import { write } from "#db/write.ts";
import { loadTrial, type Wanted } from "./load-trial.server.ts";

type Start = Wanted & { workspaceId: string; days: number; userId: string; actor: AuditActor; now: Instant };

/**
 * Asks what the decisions of the last days would have been under a draft; it runs as soon as none before it does.
 * @throws Refused 400 when there is nothing to try.
 */
export async function startReplay(
  db: Db,
  { workspaceId, days, userId, actor, now, ...wanted }: Start,
): Promise<string> {
  if (wanted.policyDraftId === "" && wanted.exceptionId === "")
    throw new Refused(400, "nothing_to_try", "Choose a policy draft, an exception, or both.", {
      field: "policy_draft",
    });
  const fromAt = addDays(now, -days);
  const trial = await loadTrial(db, workspaceId, wanted, { from: fromAt, to: now, now });
  const id = newId("rpl");
  const [policyDraftId, exceptionId] = [wanted.policyDraftId || null, wanted.exceptionId || null];
  await write(db, { workspaceId, actor, now }, async (tx, { audit }) => {
    await insertReplay(tx, {
      ...{ workspaceId, id, policyDraftId, exceptionId, days, trial },
      ...{ fromAt, toAt: now, startedBy: userId, createdAt: now },
    });
    audit("replay.started", { kind: "replay", id }, { days, policyDraftId, exceptionId });
  });
  return id;
}
