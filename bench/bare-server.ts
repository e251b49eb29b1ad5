// The baseline: a bare node:http server that parses the body, looks a Map up and group-commits one durable row per answer.
// With the body that the product recorded of a decision, its rows are as large as the product's.

import { createServer } from "node:http";
import { type BareRow, type InsertRows, openPostgresTable, openSqliteTable } from "./bare-table.ts";

const [url = "", subjects = "0", recordedBody = ""] = process.argv.slice(2);
const insertRows: InsertRows = url.startsWith("postgres") ? await openPostgresTable(url) : openSqliteTable(url);
const exempt = new Map(
  Array.from({ length: Number(subjects) }, (_, index) => [`user${index + 1}@bench.example`, `EXC-2026-${index + 1}`]),
);

type Waiting = { row: BareRow; answer: (body: string) => void };
let waiting: Waiting[] = [];
let batches = 0;
let isUnderWay = false;

async function commit(): Promise<void> {
  const batch = waiting;
  waiting = [];
  batches += 1;
  await insertRows(
    batches,
    batch.map(({ row }) => row),
  );
  for (const { row, answer } of batch)
    answer(`{"decision":true,"context":{"exception":${JSON.stringify(row.exceptionId)}}}`);
  if (waiting.length > 0) setImmediate(commit);
  else isUnderWay = false;
}

const server = createServer((request, response) => {
  let text = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    text += chunk;
  });
  request.on("end", () => {
    const { subject, resource } = JSON.parse(text) as { subject: { id: string }; resource: { id: string } }; // cast: the load is ours
    const answer = (body: string) => {
      response.writeHead(200, { "Content-Type": "application/json", "Content-Length": Buffer.byteLength(body) });
      response.end(body);
    };
    const row = {
      at: new Date().toISOString(),
      subjectId: subject.id,
      applicationId: resource.id,
      exceptionId: exempt.get(subject.id) ?? "",
      body: recordedBody,
    };
    waiting.push({ row, answer });
    if (isUnderWay) return;
    isUnderWay = true;
    setImmediate(commit);
  });
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address !== null && typeof address === "object") process.send?.({ port: address.port });
});
process.on("SIGTERM", () => process.exit(0));
// Whoever started it may have failed.
process.on("disconnect", () => process.exit());
