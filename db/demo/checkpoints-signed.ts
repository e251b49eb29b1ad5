import type { SecretBox } from "#app/auth/secret-box.server.ts";
import { publishCheckpoint } from "#app/checkpoints/publish-checkpoint.server.ts";
import { addDays } from "#app/register/days.ts";
import type { Stage, Step } from "./play-story.ts";

/** Where the demo runs unless it is told otherwise; the key is named for it. */
const publicUrl = "http://localhost:3000";
const daysAgo = [28, 21, 14, 10, 7, 6, 5, 4, 3, 2, 1];

/** The notes that the night job has signed. */
export function checkpointsSigned({ workspaceId, now }: Stage, secrets: SecretBox): Step[] {
  const actor = { kind: "job", id: "publish-checkpoints" } as const;
  return daysAgo.map((days) => {
    const at = `${addDays(now, -days).slice(0, 10)}T00:10:00.000Z`;
    return {
      at,
      run: async (tx) =>
        void (await publishCheckpoint({ db: tx, secrets, publicUrl }, { workspaceId, actor, now: at })),
    };
  });
}
