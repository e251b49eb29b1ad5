import type { Server } from "node:http";

/**
 * Listens and returns the address as people type it.
 * @throws when the port is taken or may not be used.
 */
export async function listen(server: Server, { host, port }: { host: string; port: number }): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error(`the server listens on ${address}, expected a port`);
  return `http://${host.includes(":") ? `[${host}]` : host}:${address.port}`;
}
