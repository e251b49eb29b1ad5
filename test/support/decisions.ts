import { createToken } from "#app/auth/token.server.ts";
import type { TokenScope } from "#app/auth/token-scopes.ts";
import type { Effect, Scope } from "#app/engine/types.ts";
import { emptyScope } from "#app/register/exception.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import type { Database } from "#db/connect.ts";
import { insertException } from "#db/exceptions.ts";
import { createHttpServer } from "#server/http-server.ts";
import { listen } from "#server/listen.ts";
import { stopHttpServer } from "#server/stop-http-server.ts";
import { type TestDatabase, testStart } from "./databases.ts";
import { make } from "./make.ts";
import type { People } from "./people.ts";

const actor = { kind: "console", id: null } as const;

/** Makes a token of a service, as the login path has one, and returns its text and id. */
export async function serviceToken(
  { db, workspace }: Pick<TestDatabase, "db" | "workspace">,
  expiresAt: string | null = null,
  scopes: readonly TokenScope[] = ["decide"],
) {
  return createToken(db, {
    workspaceId: workspace.id,
    kind: "service",
    name: "login",
    scopes,
    expiresAt,
    factorUsedAt: null,
    actor,
    createdBy: null,
    now: testStart,
  });
}

/** Makes a token of a person and returns its text. */
export async function personalToken(
  testDb: Pick<TestDatabase, "db" | "workspace">,
  userId: string,
  scopes: TokenScope[],
): Promise<string> {
  const { token } = await createToken(testDb.db, {
    workspaceId: testDb.workspace.id,
    kind: "personal",
    userId,
    name: "mine",
    scopes,
    expiresAt: null,
    factorUsedAt: null,
    actor,
    createdBy: null,
    now: testStart,
  });
  return token;
}

type Live = {
  id: string;
  userId?: string;
  scope?: Partial<Scope>;
  effect?: Effect;
  startsAt?: string;
  endsAt?: string;
  approvedAt?: string;
};

/**
 * Puts an exception into the register, for one person unless a scope is given. A password alone is enough with it unless
 * it has another effect.
 */
export async function insertLive(
  { db, workspace }: TestDatabase,
  people: People,
  { id, userId, scope = { users: userId === undefined ? [] : [userId] }, ...over }: Live,
): Promise<void> {
  const record = make.exception({
    workspaceId: workspace.id,
    id,
    state: "active",
    effect: "waive_mfa",
    scope: { ...emptyScope, ...scope },
    startsAt: testStart,
    endsAt: "2026-12-01T09:00:00.000Z",
    ownerId: people.owner.userId,
    requestorId: people.requestor.userId,
    implementerId: people.implementer.userId,
    approvedAt: testStart,
    activatedAt: testStart,
    ...over,
  });
  await insertException(db, record, null);
}

/** A sign-in with a password, as the login path asks about it. */
export function signInOf(subjectId: string, context: Record<string, unknown> = {}) {
  return {
    subject: { type: "user", id: subjectId },
    action: { name: "sign_in" },
    resource: { type: "application", id: "payroll" },
    context: {
      ip: "203.0.113.9",
      device: "managed",
      protocol: "modern",
      completed_methods: [{ method: "password", completed_at: "2026-11-02T09:00:00Z" }],
      ...context,
    },
  };
}

/** A server that answers decisions over a database, with a clock that the test sets. */
export async function startDecisions(database: Database, { mostWaiting = 10_000 } = {}) {
  const clock = { now: testStart };
  const faults: unknown[] = [];
  const decider = createDecider(database, {
    logFault: (fault) => faults.push(fault),
    now: () => clock.now,
    mostWaiting,
  });
  const server = createHttpServer({
    db: database.db,
    decider,
    publicUrl: new URL("https://register.acme.example"),
    logFault: (fault) => faults.push(fault),
    now: () => clock.now,
    answerRest: (_request, response) => response.writeHead(404).end(),
  });
  const url = await listen(server, { host: "127.0.0.1", port: 0 });
  const post = (path: string, token: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`${url}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
      body: typeof body === "string" ? body : JSON.stringify(body),
    });
  return {
    url,
    clock,
    faults,
    decider,
    post,
    ask: (token: string, body: unknown, headers: Record<string, string> = {}) =>
      post("/access/v1/evaluation", token, body, headers),
    stop: () => stopHttpServer(server, 1000),
  };
}
