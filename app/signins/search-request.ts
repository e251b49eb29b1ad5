import { sha256 } from "#app/audit/chain.ts";
import type { Client, CompletedMethod } from "#app/engine/types.ts";
import type { Unsaid } from "./clauses-of.ts";
import type { StepUp } from "./evaluation-request.ts";
import { readCircumstances, readContext, readMaxAge } from "./read-context.ts";
import { isObject, type JsonObject, Malformed, readId, readObject, readText } from "./read-member.ts";

export const searchEntities = ["subject", "resource", "action"] as const;
/** What is searched for. */
export type SearchEntity = (typeof searchEntities)[number];

export const searchActions = ["sign_in", "step_up", "sign_in_without_mfa"] as const;
/** What may be searched by: what can be evaluated, and the auditor's question who gets in with a first factor alone. */
export type SearchAction = (typeof searchActions)[number];

export const mostResults = 1000;
const usualResults = 100;

/** Without an id where it is what is searched for. */
type Sought = { type: string; id: string | null };

export type SearchRequest = {
  entity: SearchEntity;
  subject: Sought;
  resource: Sought;
  actions: readonly SearchAction[];
  client: Client;
  completed: readonly CompletedMethod[];
  stepUp: StepUp;
  unsaid: Unsaid;
  limit: number;
  /** The id after which the page begins; empty for the first. */
  after: string;
  /** What a page's token is bound to: the whole question but for the page. */
  fingerprint: string;
};

export type ParsedSearch = { ok: true; request: SearchRequest } | { ok: false; message: string };

/**
 * Reads an AuthZEN 1.0 search request. The id of what is searched for is ignored, as the specification has it, and so is
 * every member that is not known.
 */
export function parseSearchRequest(entity: SearchEntity, body: unknown): ParsedSearch {
  try {
    if (!isObject(body)) throw new Malformed("the body is not a JSON object");
    return { ok: true, request: readRequest(entity, body) };
  } catch (fault) {
    if (fault instanceof Malformed) return { ok: false, message: fault.message };
    throw fault;
  }
}

function readRequest(entity: SearchEntity, body: JsonObject): SearchRequest {
  const context = readContext(body);
  const question = {
    entity,
    subject: readEntity(body, "subject", entity),
    resource: readEntity(body, "resource", entity),
    actions: entity === "action" ? searchActions : [readAction(body)],
    ...readCircumstances(context),
    stepUp: { maxAgeSeconds: readMaxAge(context) },
    unsaid: { ip: isUnsaid(context.ip), device: isUnsaid(context.device), protocol: isUnsaid(context.protocol) },
  };
  const fingerprint = sha256(JSON.stringify(question)).slice(0, 16);
  return { ...question, ...readPage(body, fingerprint), fingerprint };
}

function readEntity(body: JsonObject, name: "subject" | "resource", searched: SearchEntity): Sought {
  const entity = readObject(body[name], name);
  const type = readText(entity.type, `${name}.type`);
  return { type, id: name === searched ? null : readId(entity.id, `${name}.id`) };
}

/** An action that does not exist would be answered with nobody, which an auditor takes for good news. */
function readAction(body: JsonObject): SearchAction {
  const name = readText(readObject(body.action, "action").name, "action.name");
  const action = searchActions.find((known) => known === name);
  if (action === undefined) throw new Malformed(`action.name is not one of ${searchActions.join(", ")}`);
  return action;
}

function isUnsaid(value: unknown): boolean {
  return value === undefined || value === null;
}

type Page = { limit: number; after: string };

function readPage({ page = {} }: JsonObject, fingerprint: string): Page {
  const { token, limit, next_token: misplaced } = readObject(page, "page");
  if (misplaced !== undefined) throw new Malformed("page.next_token is of answers; send it as page.token");
  if (limit !== undefined && !(typeof limit === "number" && Number.isSafeInteger(limit) && limit >= 0))
    throw new Malformed("page.limit is not a whole number from 0");
  if (token === undefined) return { limit: Math.min(limit ?? usualResults, mostResults), after: "" };
  const before = readPageToken(readText(token, "page.token"), fingerprint);
  if (limit !== undefined && Math.min(limit, mostResults) !== before.limit)
    throw new Malformed("page.limit is not that of the page before");
  return before;
}

/** Makes the token of the page that begins after an id. It says where to go on, and is no secret. */
export function pageTokenOf({ limit, fingerprint }: Page & { fingerprint: string }, after: string): string {
  return Buffer.from(JSON.stringify([fingerprint, limit, after])).toString("base64url");
}

function readPageToken(token: string, fingerprint: string): Page {
  const [boundTo, limit, after] = parsedToken(token);
  const isWhole = typeof limit === "number" && Number.isSafeInteger(limit) && limit >= 0;
  if (typeof boundTo !== "string" || !isWhole || typeof after !== "string")
    throw new Malformed("page.token is not one of ours");
  if (boundTo !== fingerprint) throw new Malformed("page.token belongs to another search");
  return { limit: Math.min(limit, mostResults), after };
}

function parsedToken(token: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(token, "base64url").toString("utf8"));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return [];
  }
}
