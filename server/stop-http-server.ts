import type { Server } from "node:http";
import { Server as NetServer } from "node:net";

/** A request may have arrived on a connection before its first byte was looked at; until then it seems idle. */
const graceMs = 200;
const sweepEveryMs = 20;

/** Stops accepting and resolves when what is running has been answered; what takes longer than `mostMs` is cut off. */
export async function stopHttpServer(server: Server, mostMs: number): Promise<void> {
  let sweep: NodeJS.Timeout | undefined;
  // A connection that is kept alive becomes idle only after its answer, so one look is not enough.
  const grace = setTimeout(() => {
    sweep = setInterval(() => server.closeIdleConnections(), sweepEveryMs);
  }, graceMs);
  const cut = setTimeout(() => server.closeAllConnections(), mostMs);
  try {
    // The close of an HTTP server would cut off at once whatever seems idle.
    await new Promise<void>((resolve) => NetServer.prototype.close.call(server, () => resolve()));
  } finally {
    clearTimeout(grace);
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
