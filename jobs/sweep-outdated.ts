import { setImmediate } from "node:timers/promises";
import { addDays } from "#app/register/days.ts";
import {
  forgetChallenges,
  forgetIdempotencyKeys,
  forgetInvitations,
  forgetMessages,
  forgetPasswordResets,
} from "#db/outdated.ts";
import { Ending } from "./each-due.ts";
import { type Job, mostItems } from "./job.ts";

/** What is forgotten, and so many days after it was over; the audit log, decisions and the register never are. */
const outdated = [
  { name: "keys", keptDays: 30, forget: forgetIdempotencyKeys },
  { name: "challenges", keptDays: 1, forget: forgetChallenges },
  { name: "invitations", keptDays: 90, forget: forgetInvitations },
  { name: "resets", keptDays: 90, forget: forgetPasswordResets },
  { name: "messages", keptDays: 180, forget: forgetMessages },
] as const;

/** Forgets what is over and of use to nobody, in small pieces: between two of them everybody else has their turn. */
export const sweepOutdated: Job = {
  name: "sweep-outdated",
  cron: "15 3 * * *",
  summary: "Forgets old messages, links and challenges that are over, and answers to requests that are not repeated.",
  run: async ({ db, ending }, { id: workspaceId }, now) => {
    const counts: Record<string, number> = {};
    for (const { name, keptDays, forget } of outdated) {
      const old = { before: addDays(now, -keptDays), limit: mostItems };
      let gone = 0;
      for (let piece = mostItems; piece === mostItems; gone += piece) {
        if (ending.aborted) throw new Ending();
        await setImmediate();
        piece = await forget(db, workspaceId, old);
      }
      counts[name] = gone;
    }
    return counts;
  },
};
