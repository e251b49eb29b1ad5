import { chaseApproval } from "#app/register/chase.server.ts";
import { dueChase } from "#app/register/chase.ts";
import { addDays } from "#app/register/days.ts";
import { delegate } from "#app/register/delegate.server.ts";
import type { Db } from "../connect.ts";
import { listWaiting } from "../waiting.ts";
import { findWorkspace } from "../workspaces.ts";
import type { Act } from "./acts-of.ts";
import type { CastKey } from "./cast.ts";
import { idOf } from "./discussions.ts";
import { actorOf, perform, type Stage, type Step } from "./play-story.ts";

/** What waits, and who sees to it: a place given away, a later end, an emergency, and silence that others heard of. */
export function decisionsInTime(stage: Stage): Step[] {
  const { now } = stage;
  const asked = addDays(now, -1.3);
  const granted = addDays(now, -0.2);
  return [
    { at: addDays(now, -3), run: (tx) => giveAway(tx, stage, addDays(now, -3)) },
    act(stage, "Courier feed for the temperature loggers", {
      who: "owen.price",
      at: asked,
      said: {
        command: "request_extension",
        ends_at: addDays(now, 32),
        comment: "Two vans come back from the winter depot only then; the update is done in all the others.",
      },
    }),
    act(stage, "Morgue scanner after the key recall", {
      who: "jonas.eklund",
      at: granted,
      said: {
        command: "grant_emergency",
        comment: "Two releases to families stand still, and nobody else of us answers the phone tonight.",
      },
    }),
    { at: addDays(now, -0.05), run: (tx) => chaseAll(tx, stage, addDays(now, -0.05)) },
  ];
}

function act(stage: Stage, title: string, one: Act): Step {
  return { at: one.at, run: async (tx) => perform(tx, stage, await idOf(tx, stage, title), one) };
}

async function giveAway(tx: Db, stage: Stage, at: string): Promise<void> {
  const from: CastKey = "priya.raman";
  const { actor, auditActor } = actorOf(stage, from, at);
  const asked = {
    to: stage.people.get("siobhan.kearney") ?? "",
    ends_at: addDays(stage.now, 9),
    reason: "At a conference, then on leave.",
  };
  await delegate(tx, { workspaceId: stage.workspaceId, asked, by: actor, actor: auditActor, now: at });
}

/** What the clock would have said by then. */
async function chaseAll(tx: Db, { workspaceId }: Stage, now: string): Promise<void> {
  const workspace = await findWorkspace(tx, workspaceId);
  if (!workspace) throw new Error(`there is no workspace ${workspaceId}`);
  for (const record of await listWaiting(tx, workspaceId, { now, after: null, limit: 100 })) {
    const chase = dueChase(record, [], workspace, now);
    if (chase) await chaseApproval(tx, { record, chase, actor: { kind: "job", id: "chase-approvals" }, now });
  }
}
