import type { RegisterRole } from "#app/register/roles.ts";
import type { Someone } from "./may.ts";

const someone = (id: string, roles: readonly RegisterRole[], standsInFor: Someone["standsInFor"] = []): Someone => ({
  id,
  roles,
  aal: 2,
  minutesSinceFactor: 0,
  isClock: false,
  standsInFor,
});

/** People with one office, with several, with none, and two who stand in for others. */
export const cast: readonly Someone[] = [
  someone("anna", []),
  someone("ben", []),
  someone("ida", ["approver_identity"]),
  someone("ivo", ["approver_identity"]),
  someone("rita", ["approver_risk"]),
  someone("rob", ["approver_risk", "implementer"]),
  someone("lea", ["approver_security_leadership"]),
  someone("max", ["approver_identity", "approver_risk"]),
  someone("imre", ["implementer"]),
  someone("ines", ["implementer", "approver_identity"]),
  someone("adam", ["admin"]),
  someone("bo", ["owner"]),
  someone("audrey", ["auditor", "approver_identity"]),
  someone("dora", [], [{ id: "ida", groups: ["identity"] }]),
  someone(
    "dirk",
    ["approver_risk"],
    [
      { id: "lea", groups: ["security_leadership"] },
      { id: "max", groups: ["identity", "risk"] },
    ],
  ),
];

export const clockPerson: Someone = {
  id: "",
  roles: [],
  aal: 0,
  minutesSinceFactor: null,
  isClock: true,
  standsInFor: [],
};
