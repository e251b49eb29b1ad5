import { problem } from "#app/http/problem.ts";

/** The refusals that the AuthZEN draft of access requests names, with their statuses. */
export const accessRefusals = {
  not_requestable: { status: 400 },
  invalid_denial_binding: { status: 400 },
  expired_denial: { status: 410 },
  duplicate_request: { status: 409 },
  unknown_task: { status: 404 },
  invalid_task_state: { status: 409 },
} as const;

/** A problem of an access request, of the type that the draft has for it. */
export function accessProblem(
  code: keyof typeof accessRefusals,
  detail: string,
  more: Record<string, unknown> = {},
): Response {
  const type = `urn:openid:authzen:access-request:error:${code}`;
  return problem(accessRefusals[code].status, code, detail, { ...more, type });
}

/** The answer to a request whose further fields are wrong. */
export function invalidRequest(errors: readonly { field: string; message: string }[]): Response {
  return problem(400, "invalid_body", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), { errors });
}
