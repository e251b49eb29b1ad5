import type { RotationCause } from "#app/break-glass/rotation.ts";

export const causeLabels: Readonly<Record<RotationCause, string>> = {
  interval: "Its time was over",
  use: "After a use",
  drill: "After a drill",
  custodian_changed: "A custodian changed",
  suspicion: "Somebody may know it",
  other: "Another reason",
};
