import { factsOf } from "#app/engine/facts.ts";
import type { Instant, Policy, Subject } from "#app/engine/types.ts";

/** Somebody's time to enrol: from when, until when, and whether it still runs. Closed-open. */
export type GracePeriod = { startsAt: Instant; endsAt: Instant; isActive: boolean };

export type EnrollmentStanding = {
  /** Whether MFA is asked of them and they have nothing that would be accepted. */
  lacksFactor: boolean;
  /** Null where no factor is lacking, or where the policy gives no time. */
  grace: GracePeriod | null;
};

const hour = 3_600_000;

/** Says whether somebody still has to enrol and how long they have, apart from any application and its own rules. */
export function enrollmentStanding(subject: Subject, policy: Policy, now: Instant): EnrollmentStanding {
  const client = { ip: null, device: "unknown", isKnownDevice: false, protocol: "modern", country: null } as const;
  const { lacksFactor, grace } = factsOf(
    { subject, applicationId: "", completed: [], client, now },
    subject,
    policy,
    [],
  );
  if (grace === null) return { lacksFactor, grace };
  const startsAt = new Date(Date.parse(grace.endsAt) - policy.graceHours * hour).toISOString();
  return { lacksFactor, grace: { startsAt, ...grace } };
}
