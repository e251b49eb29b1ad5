import type { ServerResponse } from "node:http";
import { sql } from "kysely";
import type { Db } from "#db/connect.ts";
import { pendingMigrations } from "#db/migrate.ts";

type Readiness = { ready: boolean; database: "reachable" | "unreachable"; pendingMigrations: string[] };

/** Says whether the server can do its work: the database answers and its schema is the one that this code expects. */
async function readinessOf(db: Db): Promise<Readiness> {
  try {
    await sql`select 1`.execute(db);
    const pending = await pendingMigrations(db);
    return { ready: pending.length === 0, database: "reachable", pendingMigrations: pending };
  } catch {
    return { ready: false, database: "unreachable", pendingMigrations: [] };
  }
}

/** `GET /healthz`: the process is alive, whatever else is wrong. */
export function answerHealth(response: ServerResponse): void {
  answerJson(response, 200, { alive: true });
}

/** `GET /readyz`: 200 when requests may be sent here, else 503 with what is missing. */
export async function answerReadiness(db: Db, response: ServerResponse): Promise<void> {
  const { ready, database, pendingMigrations: pending } = await readinessOf(db);
  answerJson(response, ready ? 200 : 503, { ready, database, pending_migrations: pending });
}

function answerJson(response: ServerResponse, status: number, body: object): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    "Content-Type": "application/json",
    "Cache-Control": "no-store",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(text);
}
