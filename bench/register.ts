import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import pg from "pg";
import { readDecision } from "#app/audit/decision-chain.ts";
import { createDecider } from "#app/signins/decide.server.ts";
import { parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { type Database, openDatabase } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#test/support/postgres.ts";
import { requestBody, writeRequests } from "./request-texts.ts";
import { type Seeded, seedRegister } from "./seed-register.ts";

/** A register of a certain size, filled for one measurement and thrown away after it. */
export type Register = Seeded & {
  url: string;
  folder: string;
  /** Sign-ins of people spread over the whole register, for the load generator. */
  requestsFile: string;
  /** What the product records of one of them. */
  recordedBody: string;
  remove(): Promise<void>;
};

/** Makes a register in an SQLite file of its own. */
export async function sqliteRegister(exceptions: number): Promise<Register> {
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-bench-"));
  return fill({ url: `sqlite:${join(folder, "register.db")}`, folder, exceptions });
}

/** Makes a register in a PostgreSQL of its own that syncs every commit to the disk. */
export async function postgresRegister(exceptions: number): Promise<Register> {
  const server = await startPostgres({ durable: true });
  const folder = mkdtempSync(join(tmpdir(), "mfa-register-bench-"));
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query("create database bench");
  await client.end();
  const register = await fill({
    url: Object.assign(new URL(server.url), { pathname: "/bench" }).href,
    folder,
    exceptions,
  });
  return {
    ...register,
    remove: async () => {
      await register.remove();
      await server.stop();
    },
  };
}

type Place = { url: string; folder: string; exceptions: number };

async function fill({ url, folder, exceptions }: Place): Promise<Register> {
  const database = openDatabase(url);
  try {
    await migrate(database.db);
    const seeded = await seedRegister(database.db, exceptions);
    // PostgreSQL does so by itself within minutes; SQLite never does.
    if (url.startsWith("postgres")) await sql`analyze`.execute(database.db);
    const requestsFile = writeRequests(join(folder, "requests"), seeded.decideToken, exceptions);
    const recordedBody = await recordOne(database, seeded.decideToken);
    return {
      ...seeded,
      url,
      folder,
      requestsFile,
      recordedBody,
      remove: async () => rmSync(folder, { recursive: true }),
    };
  } finally {
    await database.close();
  }
}

async function recordOne(database: Database, token: string): Promise<string> {
  const decider = createDecider(database, {
    logFault: (fault) => {
      throw fault;
    },
  });
  const parsed = parseEvaluationRequest(JSON.parse(requestBody(1)));
  if (!parsed.ok) throw new Error(parsed.message);
  await decider.decide({ token, requestId: "bench-1", request: parsed.request });
  const batch = await database.db.selectFrom("decisionBatches").selectAll().executeTakeFirstOrThrow();
  const body = readDecision(batch, 0)?.body;
  if (body === undefined) throw new Error("a decision was recorded without its body, expected it");
  return body;
}
