import type { ExceptionState } from "#app/engine/types.ts";

/** The states of a record that may come into force and is not: what it would do can only be tried. */
export const triableStates: readonly ExceptionState[] = [
  "draft",
  "submitted",
  "changes_requested",
  "assessed",
  "approved",
];
