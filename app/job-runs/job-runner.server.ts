import type { Instant } from "#app/engine/types.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { JobDescription } from "./job-description.ts";

/** A run that somebody asked for, and that is claimed for its holder. */
export type AskedRun = { workspace: Workspace; name: string; slot: string; holder: string; now: Instant };

/** The jobs of this process, for whoever shows them or lets one run now. */
export type JobRunner = {
  jobs: readonly JobDescription[];
  /** Runs what is claimed, in this process and beside everything else; resolves when it is over, whatever came of it. */
  run(asked: AskedRun): Promise<void>;
};
