import { problem } from "#app/http/problem.ts";

/** The problems that the AuthZEN draft of access requests names, with their statuses. */
const statuses = {
  not_requestable: 400,
  invalid_denial_binding: 400,
  expired_denial: 410,
  duplicate_request: 409,
  unknown_task: 404,
  invalid_task_state: 409,
} as const;

/** A problem of an access request, of the type that the draft has for it. */
export function accessProblem(
  code: keyof typeof statuses,
  detail: string,
  more: Record<string, unknown> = {},
): Response {
  const type = `urn:openid:authzen:access-request:error:${code}`;
  return problem(statuses[code], code, detail, { ...more, type });
}

/** The answer to a request whose further fields are wrong. */
export function invalidRequest(errors: readonly { field: string; message: string }[]): Response {
  return problem(400, "invalid_body", errors.map(({ field, message }) => `${field}: ${message}`).join(" "), { errors });
}
