import type { ResourceLimits } from "node:worker_threads";

/**
 * What a thread may take that reads through the register page by page: far more than a page or a document does. Without it, what
 * is read is left lying until there are hundreds of megabytes.
 */
export const threadLimits = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 24 } satisfies ResourceLimits;
