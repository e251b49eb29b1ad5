import {
  type Client,
  type CompletedMethod,
  devicePostures,
  type MethodName,
  methodNames,
  protocols,
  type SubjectKind,
  subjectKinds,
} from "#app/engine/types.ts";

/** What a sign-in is asked about, as far as the caller knows it; the rest is read from the register. */
export type EvaluationRequest = {
  subjectKind: SubjectKind;
  /** A user name, or an id of the register or directory. */
  subjectId: string;
  applicationId: string;
  client: Client;
  completed: readonly CompletedMethod[];
};

export type ParsedRequest = { ok: true; request: EvaluationRequest } | { ok: false; message: string };

type JsonObject = Record<string, unknown>;

class Malformed extends Error {}

const longestId = 256;
const mostMethods = 32;
const knownDevices = new Set<unknown>(devicePostures);
const knownProtocols = new Set<unknown>(protocols);
const knownMethods = new Set<unknown>(methodNames);

/**
 * Reads an AuthZEN 1.0 evaluation request. Members that are not known are ignored, `context.time` among them: the time
 * is the server's. An action or type that this endpoint does not decide about is refused as a mistake of the caller,
 * since "decision: false" would pass for an answer about somebody's sign-in and would be recorded as one.
 */
export function parseEvaluationRequest(body: unknown): ParsedRequest {
  try {
    return { ok: true, request: readRequest(body) };
  } catch (fault) {
    if (fault instanceof Malformed) return { ok: false, message: fault.message };
    throw fault;
  }
}

function readRequest(body: unknown): EvaluationRequest {
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
  if (actionName !== "sign_in") throw unsupported("action.name", actionName, "sign_in");
  if (resourceType !== "application") throw unsupported("resource.type", resourceType, "application");
  const context = body.context === undefined ? {} : readObject(body.context, "context");
  return { subjectKind, subjectId, applicationId, client: readClient(context), completed: readMethods(context) };
}

/**
 * A posture that is not known is "unknown", a protocol that is not known cannot prompt, and only `true` makes a device a
 * known one: the stricter branches. A caller that names no protocol is taken for a page that can prompt, which is then
 * asked for every factor.
 */
function readClient(context: JsonObject): Client {
  const ip = readOptionalText(context.ip, "context.ip");
  const device = readOptionalText(context.device, "context.device");
  const protocol = readOptionalText(context.protocol, "context.protocol");
  const country = readOptionalText(context.country, "context.country");
  return {
    ip: ip !== null && ip.length <= 45 && /^(?=.*[.:])[0-9a-f.:]+$/i.test(ip) ? ip : null,
    device: knownDevices.has(device) ? (device as Client["device"]) : "unknown", // cast: a member of the set
    protocol: protocol === null ? "modern" : readProtocol(protocol),
    country: country !== null && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : null,
  };
}

function readProtocol(protocol: string): Client["protocol"] {
  return knownProtocols.has(protocol) ? (protocol as Client["protocol"]) : "other_legacy"; // cast: a member of the set
}

/** A method that is not known is left out, and one without a readable time too: they prove nothing. */
    isKnownDevice: context.device_known === true,
function readMethods(context: JsonObject): CompletedMethod[] {
  const list = context.completed_methods;
  if (list === undefined) return [];
  if (!Array.isArray(list)) throw new Malformed("context.completed_methods is not an array");
  if (list.length > mostMethods) throw new Malformed(`context.completed_methods has more than ${mostMethods} entries`);
  const completed: CompletedMethod[] = [];
  for (let index = 0; index < list.length; index++) {
    const path = `context.completed_methods[${index}]`;
    const entry = readObject(list[index], path);
    const method = readText(entry.method, `${path}.method`);
    const completedAt = instantOf(readText(entry.completed_at, `${path}.completed_at`));
    const userVerified = entry.user_verified ?? false;
    if (typeof userVerified !== "boolean") throw new Malformed(`${path}.user_verified is not a boolean`);
    if (isMethod(method) && completedAt !== null) completed.push({ method, completedAt, userVerified });
  }
  return completed;
}

/** Returns an RFC 3339 time in the one form that compares as text, or null. */
function instantOf(time: string): string | null {
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(time)) return null;
  const milliseconds = Date.parse(time.toUpperCase());
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isSubjectKind(text: string): text is SubjectKind {
  return text === "user" || text === "service_principal";
}

function isMethod(text: string): text is MethodName {
  return knownMethods.has(text);
}

function readObject(value: unknown, path: string): JsonObject {
  if (isObject(value)) return value;
  throw new Malformed(value === undefined ? `${path} is missing` : `${path} is not an object`);
}

function readText(value: unknown, path: string): string {
  if (typeof value === "string") return value;
  throw new Malformed(value === undefined ? `${path} is missing` : `${path} is not a string`);
}

function readOptionalText(value: unknown, path: string): string | null {
  return value === undefined || value === null ? null : readText(value, path);
}

/** An id is stored with the decision; PostgreSQL cannot hold a NUL or half a surrogate pair. */
function readId(value: unknown, path: string): string {
  const id = readText(value, path);
  if (id === "") throw new Malformed(`${path} is empty`);
  if (id.length > longestId) throw new Malformed(`${path} is longer than ${longestId} characters`);
  if (/\p{Cc}|\p{Cs}/u.test(id)) throw new Malformed(`${path} contains a control character or half a surrogate pair`);
  return id;
}

function unsupported(path: string, value: string, expected: string): Malformed {
  return new Malformed(`${path} ${JSON.stringify(value.slice(0, 64))} is not supported, expected ${expected}`);
}
