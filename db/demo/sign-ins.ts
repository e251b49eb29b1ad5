import { createToken } from "#app/auth/token.server.ts";
import type { MethodName, Protocol, SubjectKind } from "#app/engine/types.ts";
import { addDays } from "#app/register/days.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import type { Database, Db } from "../connect.ts";
import { type CastKey, demoCompany } from "./cast.ts";

/** One question of the login path; the time is in days before the demo's start. */
type SignIn = {
  ago: number;
  who: CastKey | `svc-${string}`;
  application: string;
  ip: string;
  protocol?: Protocol;
  methods?: readonly MethodName[];
  /** Set where a running session asks to do something sensitive. */
  isStepUp?: true;
};

/** What the login path asked in the last days, beside the services below: exemptions used, factors used, and refusals. */
const signIns: readonly SignIn[] = [
  { ago: 4.1, who: "dita.novak", application: "ledger", ip: "10.31.1.7", methods: ["password", "totp"] },
  { ago: 3.2, who: "dita.novak", application: "ledger", ip: "10.31.1.7" },
  { ago: 2.2, who: "nadia.petrova", application: "ledger", ip: "10.31.0.40" },
  { ago: 1.2, who: "dita.novak", application: "ledger", ip: "10.31.1.7" },
  { ago: 1.1, who: "dita.novak", application: "payroll", ip: "10.31.1.7" },
  { ago: 1.9, who: "ivo.martens", application: "vpn", ip: "198.51.100.90" },
  { ago: 4.8, who: "partner.quill", application: "courier-portal", ip: "203.0.113.70" },
  { ago: 0.9, who: "partner.quill", application: "courier-portal", ip: "203.0.113.71" },
  { ago: 0.5, who: "partner.quill", application: "courier-portal", ip: "192.0.2.200" },
  { ago: 2.9, who: "elif.aydin", application: "sample-tracker", ip: "10.21.1.9" },
  { ago: 0.4, who: "gareth.lowe", application: "sample-tracker", ip: "10.21.1.12" },
  { ago: 1.3, who: "svc-badge-sync", application: "badge-office", ip: "10.44.0.10", protocol: "ldap" },
  { ago: 0.3, who: "svc-badge-sync", application: "badge-office", ip: "10.44.0.10", protocol: "ldap" },
  { ago: 0.3, who: "amara.diallo", application: "cloud-console", ip: "10.20.8.3", methods: ["passkey"] },
  // People for whom an exception has been asked and is not in force.
  { ago: 2.6, who: "karl.brandvold", application: "mail", ip: "10.31.0.22" },
  { ago: 1.7, who: "joyce.adeyemi", application: "mail", ip: "10.31.0.9" },
  { ago: 0.8, who: "lucia.ferri", application: "slide-viewer", ip: "10.21.4.6" },
  { ago: 0.1, who: "hana.suzuki", application: "directory-admin", ip: "10.20.8.21" },
  {
    ago: 0.29,
    who: "amara.diallo",
    application: "cloud-console",
    ip: "10.20.8.3",
    methods: ["passkey"],
    isStepUp: true,
  },
  { ago: 1.19, who: "dita.novak", application: "ledger", ip: "10.31.1.7", isStepUp: true },
];

/** Services ask all day long: a few of their sign-ins for each of the last days. */
const services: readonly Omit<SignIn, "ago">[] = [
  { who: "svc-result-mailer", application: "mail", ip: "10.20.4.3", protocol: "imap" },
  { who: "svc-invoice-scan", application: "mail", ip: "10.31.2.18", protocol: "smtp" },
  { who: "svc-freezer-alarm", application: "sample-tracker", ip: "10.22.9.4" },
];
const hoursOfDay = [0.15, 0.4, 0.65, 0.9];
/** In the weeks before, once or twice a day: enough to see since when each of them has been at it. */
const earlierDays = Array.from({ length: 30 }, (_nothing, index) => index + 5);

/** People at their desks, on the working days of those weeks. */
const people: readonly Omit<SignIn, "ago">[] = [
  { who: "jonas.eklund", application: "directory-admin", ip: "10.20.8.9", methods: ["passkey"] },
  { who: "nadia.petrova", application: "payroll", ip: "10.31.0.14", methods: ["passkey"] },
  { who: "helen.marsh", application: "mail", ip: "10.31.0.3", methods: ["password", "security_key"] },
];

/** Makes the token with which the login path asks, and returns it. */
export async function connectLoginPath(tx: Db, workspaceId: string, at: string): Promise<string> {
  const { token } = await createToken(tx, {
    workspaceId,
    kind: "service",
    name: "Sign-in gateway",
    scopes: ["decide"],
    expiresAt: null,
    factorUsedAt: null,
    actor: { kind: "console", id: null },
    createdBy: null,
    now: at,
  });
  return token;
}

/** Puts the questions to the real decider, each at its time, so that every decision is recorded, chained and sealed. */
export async function playSignIns(database: Database, token: string, now: string): Promise<void> {
  let at = now;
  const decider = createDecider(database, {
    now: () => at,
    logFault: (fault) => {
      throw fault;
    },
  });
  const daily = [4, 3, 2, 1, 0].flatMap((day) =>
    hoursOfDay.flatMap((part) => services.map((service, index) => ({ ...service, ago: day + part + index / 1000 }))),
  );
  const earlier = earlierDays.flatMap((day) =>
    hoursOfDay.slice(0, 1 + (day % 2)).flatMap((part) => services.map((service) => ({ ...service, ago: day + part }))),
  );
  const atDesks = earlierDays.flatMap((day) =>
    people.flatMap((person, index) => ((day + index) % 7 < 5 ? [{ ...person, ago: day + 0.3 + index / 50 }] : [])),
  );
  for (const signIn of [...signIns, ...daily, ...earlier, ...atDesks].sort((one, other) => other.ago - one.ago)) {
    at = addDays(now, -signIn.ago);
    const answer = await decider.decide({ token, requestId: null, request: requestOf(signIn, at) });
    if (answer.kind !== "decided") throw new Error(`a sign-in of the demo was answered "${answer.kind}"`);
  }
  await sealStreams(database.db, decider.heads(), now);
}

function requestOf(
  { who, application, ip, protocol = "modern", methods = ["password"], isStepUp }: SignIn,
  at: string,
) {
  const subjectKind: SubjectKind = who.startsWith("svc-") ? "service_principal" : "user";
  return {
    subjectKind,
    subjectId: subjectKind === "user" ? `${who}@${demoCompany.domain}` : who,
    applicationId: application,
    client: { ip, device: "managed" as const, isKnownDevice: false, protocol, country: "IE" },
    completed: methods.map((method) => ({ method, completedAt: at, userVerified: method === "passkey" })),
    stepUp: isStepUp && { maxAgeSeconds: 900 },
  };
}
