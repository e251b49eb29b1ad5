import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { openDatabase } from "#db/connect.ts";
import { migrate } from "#db/migrate.ts";
import { startPostgres } from "#test/support/postgres.ts";
import { writeRequests } from "./request-texts.ts";
import { type Seeded, seedRegister } from "./seed-register.ts";

/** A register of a certain size, filled for one measurement and thrown away after it. */
export type Register = Seeded & {
  url: string;
  folder: string;
  /** Sign-ins of people spread over the whole register, for the load generator. */
  requestsFile: string;
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
  const { db, close } = openDatabase(url);
  try {
    await migrate(db);
    const seeded = await seedRegister(db, exceptions);
    const requestsFile = writeRequests(join(folder, "requests"), seeded.decideToken, exceptions);
    return { ...seeded, url, folder, requestsFile, remove: async () => rmSync(folder, { recursive: true }) };
  } finally {
    await close();
  }
}
