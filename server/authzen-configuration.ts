import type { IncomingMessage } from "node:http";
import { type Reply, refusal } from "./access-reply.ts";

const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

type Announced = { publicUrl: URL; takesAccessRequests?: boolean };

/**
 * Answers `GET /.well-known/authzen-configuration` (AuthZEN 1.0) with the addresses of this decision point. The
 * specification wants https; plain http is given out only to oneself, so that examples run on a developer's machine.
 * Access requests, a draft, are named where they are taken.
 */
export function replyWithConfiguration(
  { publicUrl: { protocol, hostname, origin }, takesAccessRequests = false }: Announced,
  { method }: IncomingMessage,
): Reply {
  if (method !== "GET") return refusal(405, "use GET", ["Allow", "GET"]);
  if (protocol !== "https:" && !loopback.has(hostname))
    return refusal(404, "PUBLIC_URL does not begin with https, so there is no decision point to announce");
  const body = JSON.stringify({
    policy_decision_point: origin,
    access_evaluation_endpoint: `${origin}/access/v1/evaluation`,
    access_evaluations_endpoint: `${origin}/access/v1/evaluations`,
    search_subject_endpoint: `${origin}/access/v1/search/subject`,
    search_resource_endpoint: `${origin}/access/v1/search/resource`,
    search_action_endpoint: `${origin}/access/v1/search/action`,
    ...(takesAccessRequests && {
      access_request_endpoint: `${origin}/access/v1/requests`,
      capabilities: ["urn:openid:authzen:capability:access-request"],
    }),
  });
  return { status: 200, body, headers: [], cacheControl: "public, max-age=3600" };
}
