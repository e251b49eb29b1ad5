import type { Source } from "./source.server.ts";
import { auditSource } from "./source-audit.server.ts";
import { breakGlassSource } from "./source-break-glass.server.ts";
import { decisionsSource } from "./source-decisions.server.ts";
import { kpisSource } from "./source-kpis.server.ts";
import { registerSource } from "./source-register.server.ts";
import { reviewsSource } from "./source-reviews.server.ts";

/** What is exported row by row, by the kind of export. */
export const sources = {
  register: registerSource,
  audit: auditSource,
  decisions: decisionsSource,
  reviews: reviewsSource,
  break_glass: breakGlassSource,
  kpis: kpisSource,
} satisfies Record<string, Source>;
