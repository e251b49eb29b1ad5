import { digestData } from "#app/mail/digest-contents.ts";
import type { Template } from "#app/mail/templates.ts";

const begins = "2026-11-02T09:00:00.000Z";
const ends = "2026-11-30T09:00:00.000Z";

/** What is queued with messages, by key; the longer the better, since mails have to bear it. */
const common: Record<string, string> = {
  id: "EXC-2026-0042",
  title: "IMAP polling for the claims mailbox",
  startsAt: begins,
  endsAt: ends,
  rating: "moderate",
  who: "svc-claims-mail",
  how: "to Exchange mail over IMAP, with a password alone",
  fromWhere: "10.24.8.0/28",
  risk: "Moderate, 8, after 4 controls; high, 16, without",
  used: "135 times, last on Mon, 2 Nov 2026, 09:00 UTC",
  extensions: "this would be number 2 of at most 3",
  changed: "Scope: Networks: 10.24.8.0/27 → 10.24.8.0/28",
  comment: "Only from the mail subnet.",
  asker: "Daniel Brandt",
  standing: "You decide for risk. Identity has approved; nobody else is left.",
  lapsesAt: ends,
  emergency: "",
  extensionEndsAt: "",
  isOverdue: "",
  reason: "Needed until the connector is bought",
  consequence: "suspend",
  waits: "approvals",
  deciders: "Priya Raman, Siobhan Kearney",
  count: "7",
  days: "45",
  remaining: "3",
  failures: "5",
  until: ends,
  since: begins,
  at: begins,
  deadline: ends,
  decision: "refused",
  categoryId: "federated_partner",
  quarter: "2026-Q4",
  path: "/break-glass",
};

/** What some of them need to be what they are. */
const of: Partial<Record<Template, Record<string, string>>> = {
  extension_requested: { extensionEndsAt: "2027-02-28T09:00:00.000Z" },
  emergency_granted: { emergency: ends },
  invitation: { url: "https://register.example/setup/5ZMlJyWbXcY5lqQ1s2gk8vN3pT7uR0aEoHdKfCiBwQx" },
  password_reset: { url: "https://register.example/reset-password/5ZMlJyWbXcY5lqQ1s2gk8vN3pT7uR0aEoHdKfCiBwQx" },
  identity_provider_changed: { id: "idp_1" },
};

const items = digestData(
  [1, 2].map((number) => ({ template: "exception_active", data: { ...common, id: `EXC-2026-000${number}` } })),
);

/** Returns believable data for any template: what is named nowhere is an instant, an id, or its own name. */
export function mailData(template: Template): Record<string, string> {
  const given = { ...common, ...(template.endsWith("digest") ? items : {}), ...of[template] };
  return new Proxy(given, {
    get: (known, key: string) => known[key] ?? guess(key),
    has: () => true,
  });
}

function guess(key: string): string {
  if (key.endsWith("At")) return begins;
  return key.endsWith("Id") ? `${key.slice(0, 3)}_1` : `Some ${key}`;
}
