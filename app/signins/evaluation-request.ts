import { type Client, type CompletedMethod, type SubjectKind, subjectKinds } from "#app/engine/types.ts";
import { readCircumstances, readContext, readMaxAge, type SeenContexts } from "./read-context.ts";
import { isObject, type JsonObject, Malformed, readId, readObject, readText } from "./read-member.ts";

/** What a sign-in is asked about, as far as the caller knows it; the rest is read from the register. */
export type EvaluationRequest = {
  subjectKind: SubjectKind;
  /** A user name, or an id of the register or directory. */
  subjectId: string;
  applicationId: string;
  client: Client;
  completed: readonly CompletedMethod[];
  /** Set where a running session asks for a step-up and not for a sign-in. */
  stepUp?: StepUp | undefined;
  /** The record that the caller points to as its approval; a pointer, which lets nobody in. */
  approvalId?: string | undefined;
};

/** How recently a factor has to have been used. */
export type StepUp = { maxAgeSeconds: number };

export const actionNames = ["sign_in", "step_up"] as const;
type ActionName = (typeof actionNames)[number];

export type ParsedRequest = { ok: true; request: EvaluationRequest } | { ok: false; message: string };

/**
 * Reads an AuthZEN 1.0 evaluation request. Members that are not known are ignored, `context.time` among them: the time
 * is the server's. An action or type that this endpoint does not decide about is refused as a mistake of the caller,
 * since "decision: false" would pass for an answer about somebody's sign-in and would be recorded as one.
 */
export function parseEvaluationRequest(body: unknown, seen?: SeenContexts): ParsedRequest {
  try {
    return { ok: true, request: readRequest(body, seen) };
  } catch (fault) {
    if (fault instanceof Malformed) return { ok: false, message: fault.message };
    throw fault;
  }
}

function readRequest(body: unknown, seen: SeenContexts | undefined): EvaluationRequest {
  if (!isObject(body)) throw new Malformed("the body is not a JSON object");
  const subject = readObject(body.subject, "subject");
  const action = readObject(body.action, "action");
  const resource = readObject(body.resource, "resource");
  const subjectKind = readText(subject.type, "subject.type");
  const subjectId = readId(subject.id, "subject.id");
  const actionName = readText(action.name, "action.name");
  const resourceType = readText(resource.type, "resource.type");
  const applicationId = readId(resource.id, "resource.id");
  if (!isSubjectKind(subjectKind)) throw unsupported("subject.type", subjectKind, subjectKinds.join(" or "));
  if (!isActionName(actionName)) throw unsupported("action.name", actionName, actionNames.join(" or "));
  if (resourceType !== "application") throw unsupported("resource.type", resourceType, "application");
  const context = readContext(body);
  const asked = {
    subjectKind,
    subjectId,
    applicationId,
    ...readCircumstances(context, seen),
    ...readApproval(context),
  };
  return actionName === "step_up" ? { ...asked, stepUp: { maxAgeSeconds: readMaxAge(context) } } : asked;
}

function readApproval({ approval }: JsonObject): { approvalId?: string } {
  return approval === undefined
    ? {}
    : { approvalId: readId(readObject(approval, "context.approval").id, "context.approval.id") };
}

export function isSubjectKind(text: string): text is SubjectKind {
  return text === "user" || text === "service_principal";
}

function isActionName(text: string): text is ActionName {
  return (actionNames as readonly string[]).includes(text);
}

function unsupported(path: string, value: string, expected: string): Malformed {
  return new Malformed(`${path} ${JSON.stringify(value.slice(0, 64))} is not supported, expected ${expected}`);
}
