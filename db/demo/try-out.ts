import { replayDecisions } from "#app/replays/replay-decisions.server.ts";
import { keepResult } from "#app/replays/run-replay.server.ts";
import { startReplay } from "#app/replays/start-replay.server.ts";
import type { Db } from "../connect.ts";
import { claimReplay } from "../replays.ts";
import { usersWithRole } from "../users.ts";

/** What an admin has tried on the demo's sign-ins: a record that waits for its second approval. */
const tried = "Payroll correction run";

/** Asks what the decisions of the last month would have been with a record that is not in force. */
export async function tryOut(db: Db, workspaceId: string, now: string): Promise<void> {
  const [admin] = await usersWithRole(db, workspaceId, ["admin"]);
  const record = await db
    .selectFrom("exceptions")
    .select("id")
    .where("workspaceId", "=", workspaceId)
    .where("title", "=", tried)
    .executeTakeFirstOrThrow();
  if (!admin) throw new Error("the demo has no admin, expected one who begins the replay");
  const asked = { workspaceId, policyDraftId: "", exceptionId: record.id, days: 30, userId: admin.id };
  await startReplay(db, { ...asked, actor: { kind: "user", id: admin.id }, now });
  const replay = await claimReplay(db, now);
  if (!replay) throw new Error("no replay waits in the demo, expected the one that was begun");
  const { fromAt: from, toAt: to, trial } = replay;
  await keepResult(db, replay, await replayDecisions(db, { workspaceId, from, to, trial }, () => undefined), now);
}
