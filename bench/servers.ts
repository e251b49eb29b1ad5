import { join } from "node:path";
import { freePort } from "#test/support/free-port.ts";
import { type Child, startChild } from "./child.ts";
import type { Register } from "./register.ts";

export type ServerChild = Child<{ port: number }>;

/** Starts the product on a register. */
export function startProduct(register: Register): Promise<ServerChild> {
  return startOn(register, new URL("./product-server.ts", import.meta.url));
}

/** Starts what decides and exports on a register, without the screens, which take as much memory again. */
export function startExporter(register: Register): Promise<ServerChild> {
  return startOn(register, new URL("./export-server.ts", import.meta.url));
}

async function startOn({ url, folder }: Register, file: URL): Promise<ServerChild> {
  const port = await freePort();
  const env = {
    PUBLIC_URL: originOf(port),
    DATABASE_URL: url,
    DATA_DIR: folder,
    SECRET_KEY_FILE: join(folder, "secret.key"),
    PORT: `${port}`,
    LOG_LEVEL: "error",
  };
  return startChild(file, { env });
}

/** Where people reach a product: the origin of its passkeys and forms. */
export function originOf(port: number): string {
  return `http://localhost:${port}`;
}

/** Starts the baseline: beside the register's SQLite file, or in its PostgreSQL; its rows are as large as the product's. */
export function startBare({ url, folder, recordedBody }: Register, exceptions: number): Promise<ServerChild> {
  const place = url.startsWith("sqlite:") ? join(folder, "bare.db") : url;
  const args = [place, String(exceptions), recordedBody];
  return startChild(new URL("./bare-server.ts", import.meta.url), { args });
}

/** Returns how much memory the product holds, in megabytes. */
export async function residentMegabytes({ process: child }: ServerChild): Promise<number> {
  const answer = new Promise<{ rss: number }>((resolve) =>
    child.once("message", resolve as (message: unknown) => void),
  ); // cast: see product-server.ts
  child.send("rss");
  return (await answer).rss / 2 ** 20;
}
