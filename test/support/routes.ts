import type { ActionFunction, LoaderFunction } from "@remix-run/node";
import { createToken } from "#app/auth/token.server.ts";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import type { RequestContext } from "#app/http/load-context.server.ts";
import { noAttachments } from "./attachments.ts";
import type { TestDatabase } from "./databases.ts";
import { toLoopback } from "./job-context.ts";
import { noon } from "./make.ts";
import type { Person } from "./people.ts";
import { runnerFor } from "./runner-for.ts";

/** What the server would hand to a route, on a test database; faults are thrown instead of logged. */
export function contextFor(
  { db, ownSignIns }: Pick<TestDatabase, "db" | "ownSignIns">,
  over: Partial<RequestContext> = {},
): RequestContext {
  return {
    db,
    ownSignIns,
    now: noon,
    publicUrl: new URL("https://register.example"),
    relyingParty: { id: "register.example", origins: ["https://register.example"] },
    ip: "192.0.2.1",
    nonce: "nonce",
    secrets: { seal: (plain) => plain, open: (sealed) => sealed },
    outside: toLoopback,
    attachments: noAttachments,
    exportsFolder: "/nowhere",
    runner: runnerFor({ db }),
    sendsMail: true,
    takesAccessRequests: true,
    isDemo: false,
    mailbox: null,
    logFault: (fault) => {
      throw fault;
    },
    ...over,
  };
}

/** Makes a personal token as the console does. */
export async function tokenFor(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  { userId }: Person,
  scopes: TokenScope[],
): Promise<string> {
  const { token } = await createToken(db, {
    workspaceId: workspace.id,
    kind: "personal",
    userId,
    name: "test",
    scopes,
    expiresAt: null,
    factorUsedAt: noon,
    actor: { kind: "console", id: null },
    createdBy: null,
    now: noon,
  });
  return token;
}

type Call = {
  context: RequestContext;
  token?: string | undefined;
  params?: Record<string, string> | undefined;
  body?: unknown;
  method?: string | undefined;
  headers?: Record<string, string> | undefined;
};

/** Calls a loader or action as the server would and returns its answer. */
export async function call(handler: LoaderFunction | ActionFunction, path: string, options: Call): Promise<Response> {
  const { context, token, params = {}, body, method = body === undefined ? "GET" : "POST", headers = {} } = options;
  const request = new Request(new URL(path, context.publicUrl), {
    method,
    headers: {
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  return (await handler({ request, params, context })) as Response; // API routes answer with a Response always
}
