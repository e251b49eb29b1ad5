import type { Instant } from "#app/engine/types.ts";
import type { Workspace } from "#db/workspaces.ts";
import type { Period } from "./report.ts";

/** What a report is made of: whose, about which days, and when. */
export type Making = { workspace: Workspace; period: Period; now: Instant };
