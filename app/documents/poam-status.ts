import type { ExceptionState } from "#app/engine/types.ts";

/** How OSCAL says that a risk stands; of those in its list, these three are about deviations. */
export type RiskStatus = "deviation-requested" | "deviation-approved" | "closed";

/** Returns the status of the risk that an exception is, from its state alone. */
export function riskStatusOf(state: ExceptionState): RiskStatus {
  switch (state) {
    case "draft":
    case "submitted":
    case "changes_requested":
    case "assessed":
      return "deviation-requested";
    case "approved":
    case "active":
    case "suspended":
      return "deviation-approved";
    case "rejected":
    case "withdrawn":
    case "revoked":
    case "closed":
      return "closed";
    default:
      return state satisfies never;
  }
}
