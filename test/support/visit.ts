import type { ActionFunction, LoaderFunction } from "@remix-run/node";
import type { RequestContext } from "#app/http/load-context.server.ts";

export type RouteModule = { loader?: LoaderFunction; action?: ActionFunction };
export type Handler = "loader" | "action";

/** A request as a browser or a script sends it. */
export type Visit = {
  path: string;
  method?: "PUT" | "PATCH" | "DELETE";
  params?: Record<string, string>;
  form?: Record<string, string>;
  json?: object;
};

/** What came of it: the status, or for a redirect where it leads, and everything that could be read. */
export type Outcome = { answer: number | `→ ${string}`; text: string };

/** Calls a handler as the server would; an answer that is thrown counts as one that is returned. */
export async function visit(
  route: RouteModule,
  handler: Handler,
  { path, method, params = {}, form, json }: Visit,
  { context, headers }: { context: RequestContext; headers: Record<string, string> },
): Promise<Outcome> {
  const run = route[handler];
  if (!run) throw new Error(`${path} has no ${handler}, expected one`);
  const body = form ? new URLSearchParams(form) : json && JSON.stringify(json);
  const request = new Request(new URL(path, context.publicUrl), {
    method: method ?? (handler === "loader" ? "GET" : "POST"),
    headers: { ...headers, ...(json && { "Content-Type": "application/json" }) },
    ...(body && { body }),
  });
  const answer: unknown = await Promise.resolve()
    .then(() => run({ request, params, context }))
    .catch((thrown: unknown) => thrown);
  return outcomeOf(answer);
}

async function outcomeOf(answer: unknown): Promise<Outcome> {
  if (answer instanceof Response) {
    const location = answer.headers.get("Location");
    const text = await answer.text();
    return { answer: location === null ? answer.status : `→ ${location.replace(/\?.*/, "")}`, text };
  }
  if (answer instanceof Error) throw answer;
  const { init } = answer as { init?: ResponseInit | null }; // cast: plain data has none
  return { answer: init?.status ?? 200, text: JSON.stringify(answer) };
}
