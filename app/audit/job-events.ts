import { z } from "zod";

const text = z.string();

/** The events of the jobs themselves; what a job does is an event of whatever it does it to. */
export const jobEvents = {
  // When somebody lets a job run without waiting for the clock; with an item where it is to be tried again.
  "job.run_by_hand": z.object({ item: text.nullable() }),
  // When the jobs run again after a pause, and what was due meanwhile has been done.
  "jobs.caught_up": z.object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    /** What each job reported, as "expire-exceptions: recorded 3"; a job that found nothing is left out. */
    done: z.array(text),
  }),
} as const;
