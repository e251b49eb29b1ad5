import { isInstant } from "#app/engine/instant.ts";
import { longestMaxAge } from "#app/engine/step-up.ts";
import {
  type Client,
  type CompletedMethod,
  devicePostures,
  type MethodName,
  methodNames,
  protocols,
} from "#app/engine/types.ts";
import { type JsonObject, Malformed, readObject, readOptionalText, readText } from "./read-member.ts";

const mostMethods = 32;
const knownDevices = new Set<unknown>(devicePostures);
const knownProtocols = new Set<unknown>(protocols);
const knownMethods = new Set<unknown>(methodNames);

/** What a context says of the client and of the session. */
type Circumstances = { client: Client; completed: readonly CompletedMethod[] };

/** Contexts that have been read before: the evaluations of a call mostly share one. */
export type SeenContexts = WeakMap<JsonObject, Circumstances>;

/** Returns the context of a request; one that is left out says nothing. */
export function readContext({ context }: JsonObject): JsonObject {
  return context === undefined ? {} : readObject(context, "context");
}

export function readCircumstances(context: JsonObject, seen?: SeenContexts): Circumstances {
  const known = seen?.get(context);
  if (known !== undefined) return known;
  const circumstances = { client: readClient(context), completed: readMethods(context) };
  seen?.set(context, circumstances);
  return circumstances;
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
    isKnownDevice: context.device_known === true,
    protocol: protocol === null ? "modern" : readProtocol(protocol),
    country: country !== null && /^[a-z]{2}$/i.test(country) ? country.toUpperCase() : null,
  };
}

function readProtocol(protocol: string): Client["protocol"] {
  return knownProtocols.has(protocol) ? (protocol as Client["protocol"]) : "other_legacy"; // cast: a member of the set
}

/** A method that is not known is left out, and one without a readable time too: they prove nothing. */
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

/** The caller may ask for a factor used more recently than usual, and never for an older one. */
export function readMaxAge({ max_age: maxAge }: JsonObject): number {
  if (maxAge === undefined || maxAge === null) return longestMaxAge;
  if (typeof maxAge === "number" && Number.isSafeInteger(maxAge) && maxAge >= 1) return Math.min(maxAge, longestMaxAge);
  throw new Malformed("context.max_age is not a whole number of seconds from 1");
}

/** Returns an RFC 3339 time in the one form that compares as text, or null. */
function instantOf(time: string): string | null {
  // Most callers write what we would write, of a day that every month has.
  if (isInstant(time) && time.slice(8, 10) <= "28") return time;
  if (!/^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/.test(time)) return null;
  const milliseconds = Date.parse(time.toUpperCase());
  return Number.isNaN(milliseconds) ? null : new Date(milliseconds).toISOString();
}

function isMethod(text: string): text is MethodName {
  return knownMethods.has(text);
}
