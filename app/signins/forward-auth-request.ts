/** The headers with which a proxy says whom and what a request is about. */
export const forwardAuthHeaders = {
  subject: "x-mfa-subject",
  subjectType: "x-mfa-subject-type",
  application: "x-mfa-application",
  action: "x-mfa-action",
  methods: "x-mfa-methods",
  ip: "x-mfa-ip",
  device: "x-mfa-device",
  deviceKnown: "x-mfa-device-known",
  protocol: "x-mfa-protocol",
  country: "x-mfa-country",
  maxAge: "x-mfa-max-age",
} as const;

export type ForwardAuthQuestion = { ok: true; body: Record<string, unknown> } | { ok: false; message: string };

type Headers = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Reads what a proxy asks on behalf of a visitor, as the body of an evaluation request. The proxy is believed because of
 * its token, so nothing of the visitor's own may stand beside what it says: a cookie shows that the visitor's headers come
 * through, and a header that came twice that it was added to theirs. Both are refused, and a proxy takes that for a no.
 */
export function readForwardAuth(headers: Headers): ForwardAuthQuestion {
  if (headers.cookie !== undefined)
    return refused("the visitor's own headers come through: pass on none but those that the proxy sets");
  const values: Partial<Record<keyof typeof forwardAuthHeaders, string>> = {};
  for (const [name, header] of Object.entries(forwardAuthHeaders)) {
    const [value, ...others] = headers[header] ?? [];
    if (others.length > 0) return refused(`${header} came more than once`);
    // An nginx variable without a value leaves an empty header; Node reads bytes where people write UTF-8.
    if (value) values[name as keyof typeof forwardAuthHeaders] = Buffer.from(value, "latin1").toString("utf8"); // cast: a key of it
  }
  const methods = readMethodList(values.methods ?? "");
  if (methods === null)
    return refused(`${forwardAuthHeaders.methods} is not a list as password;at=2026-11-02T09:00:00Z`);
  const { subject, subjectType = "user", application, action = "sign_in", ip, device, protocol, country } = values;
  return {
    ok: true,
    body: {
      subject: { type: subjectType, id: subject },
      action: { name: action },
      resource: { type: "application", id: application },
      context: {
        ip,
        device,
        device_known: values.deviceKnown === "true",
        protocol,
        country,
        max_age: values.maxAge === undefined ? undefined : Number(values.maxAge),
        completed_methods: methods,
      },
    },
  };
}

/** Reads `password;at=2026-11-02T09:00:00Z, passkey;at=2026-11-02T09:01:00Z;uv`, or returns null. */
function readMethodList(text: string) {
  if (text.trim() === "") return [];
  const entries = text.split(",").map((entry) => {
    const [, method, at, verified] = /^\s*([a-z_]+);at=([^;,\s]+)(;uv)?\s*$/.exec(entry) ?? [];
    return method === undefined ? null : { method, completed_at: at, user_verified: verified !== undefined };
  });
  return entries.includes(null) ? null : entries;
}

function refused(message: string): ForwardAuthQuestion {
  return { ok: false, message };
}
