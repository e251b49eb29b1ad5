import type { Instant } from "#app/engine/types.ts";
import { line, ns, type Party, type Period, type PoamRecord, toolUuid } from "./poam-parts.ts";
import { observationsOf, poamItemOf, riskOf } from "./poam-risk.ts";
import { stableUuid } from "./stable-uuid.ts";

/** The document as far as others look into it. */
export type Poam = { "plan-of-action-and-milestones": Record<string, unknown> & { "poam-items": readonly unknown[] } };

const oscalVersion = "1.2.0";

/** What a plan of action and milestones is written from. */
export type PoamSource = {
  workspace: { id: string; name: string };
  period: Period;
  records: readonly PoamRecord[];
  /** Whoever the records name, by id. */
  people: readonly Party[];
  now: Instant;
};

/**
 * Writes a period's exceptions as an OSCAL plan of action and milestones: each is a risk, with the item that it is worked
 * off by. The same records have the same UUIDs in every document, so that two of them can be compared.
 */
export function poamDocument({ workspace, period, records, people, now }: PoamSource): Poam {
  const risks = records.map((record) => riskOf(workspace.id, record));
  const observations = records.flatMap((record) => observationsOf(workspace.id, record));
  return {
    "plan-of-action-and-milestones": {
      uuid: stableUuid(workspace.id, "poam"),
      metadata: {
        title: line(`Exceptions from MFA of ${workspace.name}`),
        "last-modified": now,
        version: now,
        "oscal-version": oscalVersion,
        props: [
          { name: "period-from", ns, value: period.from },
          { name: "period-to", ns, value: period.to },
        ],
        roles: [
          { id: "requestor", title: "Requestor" },
          { id: "owner", title: "Accountable owner" },
        ],
        parties: [
          { uuid: stableUuid(workspace.id), type: "organization", name: line(workspace.name) },
          ...people.map(({ id, name }) => ({
            uuid: stableUuid(workspace.id, "user", id),
            type: "person",
            name: line(name),
          })),
        ],
      },
      "system-id": { "identifier-type": "https://ietf.org/rfc/rfc4122", id: stableUuid(workspace.id, "system") },
      "local-definitions": {
        components: [
          {
            uuid: toolUuid(workspace.id),
            type: "software",
            title: "MFA exception register",
            description: "Keeps the exceptions, and is what sign-in decisions read.",
            status: { state: "operational" },
          },
        ],
      },
      ...(observations.length > 0 ? { observations } : {}),
      ...(risks.length > 0 ? { risks } : {}),
      // OSCAL has no plan without an item, so that there was nothing is said by one.
      "poam-items": records.length > 0 ? records.map((record) => poamItemOf(workspace.id, record)) : [nothing(period)],
    },
  };
}

function nothing({ from, to }: Period) {
  return {
    title: "No exception in this period",
    description: `From ${from} to ${to} no exception from MFA was asked for, in force or open.`,
  };
}
