import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Received = { path: string; headers: IncomingHttpHeaders; body: string };

/** A real receiver on this machine: it keeps what it gets, and answers as the test says. */
export async function startReceiver() {
  const received: Received[] = [];
  let answer: (response: ServerResponse) => void = (response) => response.writeHead(204).end();
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    received.push({ path: request.url ?? "", headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo; // cast: it listens on a port, not on a pipe
  return {
    url: `http://127.0.0.1:${port}/hooks/inbox?key=abc123`,
    port,
    received,
    /** What it does from now on. */
    answerWith: (next: number | ((response: ServerResponse) => void), headers: Record<string, string> = {}) => {
      answer =
        typeof next === "number"
          ? (response) => void response.writeHead(next, headers).end("said by the receiver")
          : next;
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
}
