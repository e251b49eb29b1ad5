import { addDays } from "#app/register/days.ts";
import { forceSkip } from "#app/register/force-skip.server.ts";
import { ForceSkipForm } from "#app/register/force-skip.ts";
import { actorOf, type Stage, type Step } from "./play-story.ts";

/** Somebody without their phone, whom an admin has let in for the rest of the shift. */
export function mfaSkipped(stage: Stage): Step[] {
  const { workspaceId, now } = stage;
  const at = addDays(now, -0.08);
  const asked = ForceSkipForm.parse({
    reason: "Her phone was stolen on the way to work. Seen on video by the help desk, with her badge, at the ward.",
    missing_item: "A security key from the stock in Dublin",
    arrives_on: "Tomorrow, with the first courier",
    control: "The ward manager confirms each sign-in by telephone",
    hours: 8,
    days: 3,
    applications: ["slide-viewer"],
  });
  return [
    {
      at,
      run: async (tx) => {
        const { actor: by, auditActor: actor } = actorOf(stage, "tomasz.wilk", at);
        const userId = stage.people.get("beatriz.souza") ?? "";
        await forceSkip(tx, { workspaceId, userId, by, actor, asked, now: at });
      },
    },
  ];
}
