/** What is said of a job to people, and to the clock. */
export type JobDescription = {
  name: string;
  /** Five fields, in UTC unless `zone` says otherwise: then daylight saving neither skips nor repeats a slot. */
  cron: string;
  /**
   * "workspace" where the expression means what the workspace's clocks show. It is for what comes once a day or less often:
   * then each of its days has one slot, also where clocks skip that time or show it twice.
   */
  zone?: "workspace";
  /** It also looks every so many seconds for what cannot wait for a slot; such a look is kept only if it did something. */
  everySeconds?: number;
  summary: string;
};
