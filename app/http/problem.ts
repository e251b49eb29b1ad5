import { z } from "zod";

/** An RFC 9457 answer; `more` holds members beside the standard ones. */
export function problem(
  status: number,
  code: string,
  detail: string,
  more: Record<string, unknown> = {},
  headers: Record<string, string> = {},
): Response {
  const body = {
    type: `urn:mfa-register:problem:${code}`,
    title: titles[status] ?? "Error",
    status,
    code,
    detail,
    ...more,
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/problem+json", "Cache-Control": "no-store", ...headers },
  });
}

const titles: Record<number, string> = {
  400: "Bad request",
  401: "Not authenticated",
  403: "Not allowed",
  404: "Not found",
  405: "Method not allowed",
  409: "Conflict",
  410: "Too old",
  413: "Too large",
  415: "Unsupported media type",
  422: "Key used for another request",
  500: "Internal error",
};

/** What every refusal of the API looks like; a refusal may carry more members. */
export const ProblemWire = z.looseObject({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  code: z.string().describe("Stable; what a program should look at."),
  detail: z.string().describe("What was wrong and what to do, for people."),
});
