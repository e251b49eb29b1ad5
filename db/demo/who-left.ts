import { disableUser } from "#app/auth/people.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Stage, Step } from "./play-story.ts";

/** Somebody has left the company, and nobody answers for what she owned. */
export function whoLeft({ workspaceId, people, now }: Stage): Step[] {
  const at = addDays(now, -1);
  const [admin, leaver] = [people.get("tomasz.wilk") ?? "", people.get("lena.vogt") ?? ""];
  return [
    {
      at,
      run: (tx) =>
        disableUser(tx, {
          ...{ workspaceId, userId: leaver, reason: "Has left the company", now: at },
          ...{ by: { userId: admin }, actor: { kind: "user", id: admin } },
        }),
    },
  ];
}
