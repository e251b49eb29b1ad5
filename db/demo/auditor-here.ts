import { changeAccess } from "#app/auth/give-access.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Stage, Step } from "./play-story.ts";

/** The auditor is here for a quarter, and was a month ago. */
export function auditorHere({ workspaceId, people, now }: Stage): Step[] {
  const at = addDays(now, -30);
  const [owner, auditor] = [people.get("siobhan.kearney") ?? "", people.get("ruth.abara") ?? ""];
  return [
    {
      at,
      run: (tx) =>
        changeAccess(tx, {
          ...{ workspaceId, userId: auditor, endsAt: addDays(now, 60), now: at },
          ...{ by: { userId: owner }, actor: { kind: "user", id: owner } },
        }),
    },
  ];
}
