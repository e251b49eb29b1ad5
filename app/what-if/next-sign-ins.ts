import type { Client, Decision, Effect, Instant, Scope } from "#app/engine/types.ts";

/** How one subject's next sign-in at one application would be answered, without the exception and with it. */
export type NextSignIn = {
  subject: string;
  application: string;
  before: Shown;
  after: Shown;
  isDifferent: boolean;
};

/** What a person would meet; the rule that decided is on the page of the sign-in. */
export type Shown = Pick<Decision, "outcome" | "reason" | "acceptableFactors">;

export type NextSignIns = {
  rows: NextSignIn[];
  at: Instant;
  client: Client;
  /** Of how many subjects and applications the rows are a sample; null where it names nobody and means anybody. */
  subjects: number | null;
  applications: number | null;
  /** How many subjects are left out because their sign-ins are not this caller's to see. */
  hidden: number;
};

type Asked = { scope: Scope; effect: Effect; startsAt: Instant };

const dayMs = 86_400_000;

/** Returns the first instant, from now or the start on, that lies in one of the weekly windows, if there are any. */
export function nextMoment({ scope: { windows }, startsAt }: Asked, now: Instant): Instant {
  const earliest = Date.parse(startsAt > now ? startsAt : now);
  const midnight = Math.floor(earliest / dayMs) * dayMs;
  const moments = windows.flatMap(({ days, fromMinute, toMinute }) =>
    Array.from({ length: 8 }, (_, ahead) => midnight + ahead * dayMs)
      .filter((day) => days.includes(new Date(day).getUTCDay() || 7))
      .map((day) => ({ from: day + fromMinute * 60_000, to: day + toMinute * 60_000 }))
      .filter(({ to }) => to > earliest)
      .map(({ from }) => Math.max(from, earliest)),
  );
  return new Date(moments.length > 0 ? Math.min(...moments) : earliest).toISOString();
}

/** Returns the client that a scope expects: from its first network, on its first device, over its first protocol. */
export function expectedClient({ scope: { networks, devices, protocols }, effect }: Asked): Client {
  const legacy = effect === "allow_legacy_protocol" ? protocols.find((each) => each !== "modern") : undefined;
  return {
    ip: networks[0]?.split("/", 1)[0] ?? null,
    device: devices[0] ?? "unknown",
    isKnownDevice: false,
    protocol: legacy ?? protocols[0] ?? "modern",
    country: null,
  };
}
