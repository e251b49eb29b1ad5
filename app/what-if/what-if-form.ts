import { issuesByField } from "#app/http/issues.ts";
import { typedTime } from "#app/register/typed-time.ts";
import { WhatIfRequest } from "./what-if-request.ts";

/** The fields of the form as they stand in the address of the page. */
export type WhatIfFields = {
  type: string;
  subject: string;
  application: string;
  ip: string;
  device: string;
  deviceKnown: boolean;
  protocol: string;
  at: string;
  methods: string[];
  policyDraft: string;
  exception: string;
};

/** Reads the form; what was not given has the value that a sign-in mostly has. */
export function fieldsOf(search: URLSearchParams): WhatIfFields {
  const text = (name: string, otherwise = "") => search.get(name)?.trim() ?? otherwise;
  return {
    type: text("type", "user"),
    subject: text("subject"),
    application: text("application"),
    ip: text("ip"),
    device: text("device", "unknown"),
    deviceKnown: search.has("device_known"),
    protocol: text("protocol", "modern"),
    at: text("at"),
    methods: search.has("application") ? search.getAll("method") : ["password"],
    policyDraft: text("policy_draft"),
    exception: text("exception"),
  };
}

/** Where the fields of the form go in the request; a message about one stands at the other. */
const fieldOfPath: Readonly<Record<string, string>> = {
  "subject.type": "type",
  "subject.id": "subject",
  "resource.id": "application",
  "context.ip": "ip",
  "context.device": "device",
  "context.protocol": "protocol",
  "context.completed_methods": "method",
};

export type ReadFields = { ok: true; request: WhatIfRequest } | { ok: false; errors: Record<string, string> };

/** Turns the form, filled in by the clocks of a zone, into a request, or says which field is wrong. */
export function requestOf(fields: WhatIfFields, timeZone: string): ReadFields {
  const { type, subject, application, ip, device, deviceKnown, protocol, at, methods } = fields;
  const missing = {
    ...(subject === "" && { subject: "Name a person, a service principal or a group." }),
    ...(application === "" && { application: "Name the application." }),
  };
  if (Object.keys(missing).length > 0) return { ok: false, errors: missing };
  const parsed = WhatIfRequest.safeParse({
    subject: { type, id: subject },
    resource: { type: "application", id: application },
    context: { ip: ip || null, device, device_known: deviceKnown, protocol, completed_methods: methods },
    at: typedTime(at, timeZone),
    policy_draft: fields.policyDraft || undefined,
    exception: fields.exception || undefined,
  });
  if (parsed.success) return { ok: true, request: parsed.data };
  const errors = Object.entries(issuesByField(parsed.error));
  return {
    ok: false,
    errors: Object.fromEntries(errors.map(([path, message]) => [fieldOfPath[path] ?? path, message])),
  };
}
