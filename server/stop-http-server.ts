import type { Server } from "node:http";

/** Stops accepting and resolves when what is running has been answered; what takes longer than `mostMs` is cut off. */
export async function stopHttpServer(server: Server, mostMs: number): Promise<void> {
  // A connection that is kept alive becomes idle only after its answer, so one look at the start is not enough.
  const sweep = setInterval(() => server.closeIdleConnections(), 20);
  const cut = setTimeout(() => server.closeAllConnections(), mostMs);
  try {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeIdleConnections();
    });
  } finally {
    clearInterval(sweep);
    clearTimeout(cut);
  }
}
