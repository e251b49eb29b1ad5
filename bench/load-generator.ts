// A process of its own: keeps `connections` sockets busy, one request at a time on each, and counts the answers.

import { readFileSync } from "node:fs";
import { connect } from "node:net";

export type Load = { port: number; connections: number; seconds: number; requestsFile: string };
export type LoadReport = { answers: number; seconds: number; failed: number };

const load = JSON.parse(process.argv[2] ?? "") as Load; // cast: written by measure-load.ts
const requests = readFileSync(load.requestsFile, "utf8")
  .split("\0")
  .map((text) => Buffer.from(text));
const report: LoadReport = { answers: 0, seconds: 0, failed: 0 };
let next = 0;
let isOver = false;

function requestAfter(): Buffer {
  next = (next + 1) % requests.length;
  return requests[next] as Buffer; // cast: there is at least one
}

/** Whether the headers are there and as much of a body as they announce. */
function isWhole(text: string): boolean {
  const end = text.indexOf("\r\n\r\n");
  if (end === -1) return false;
  const length = Number(/content-length: (\d+)/i.exec(text.slice(0, end))?.[1]);
  return text.length >= end + 4 + length;
}

function openConnection(): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port: load.port, host: "127.0.0.1", noDelay: true });
    let pending = "";
    socket.setEncoding("latin1");
    socket.on("error", reject);
    socket.on("close", () => (isOver ? resolve() : reject(new Error("the server closed a connection"))));
    socket.on("connect", () => socket.write(requestAfter()));
    socket.on("data", (chunk: string) => {
      pending += chunk;
      if (!isWhole(pending)) return;
      if (pending.startsWith("HTTP/1.1 200 ")) report.answers += 1;
      else report.failed += 1;
      pending = "";
      if (isOver) socket.end();
      else socket.write(requestAfter());
    });
  });
}

const connections = Array.from({ length: load.connections }, openConnection);
const started = performance.now();
setTimeout(() => {
  report.seconds = (performance.now() - started) / 1000;
  process.send?.({ ...report });
  isOver = true;
}, load.seconds * 1000);
await Promise.all(connections);
process.disconnect?.();
