import { hash } from "node:crypto";
import { verifyChain } from "#app/audit/verify-chain.server.ts";
import { readChain } from "#db/audit-events.ts";
import { openReader } from "#db/connect.ts";
import type { Register } from "./register.ts";
import { type Result, result } from "./result.ts";

const sample = 50_000;

/** Walks a workspace's log, against a loop that does nothing but hash as much text. */
export async function verifySpeed({ url, workspaceId }: Register, events: number): Promise<Result> {
  const reader = openReader(url);
  try {
    const started = performance.now();
    const { ok, upToSeq } = await verifyChain(reader.db, workspaceId);
    const seconds = (performance.now() - started) / 1000;
    if (!ok || upToSeq < events) throw new Error(`the walk ended at ${upToSeq}, expected ${events} events in order`);
    const rows = await readChain(reader.db, workspaceId, { after: 0, limit: sample });
    const texts = rows.map(({ hash: _hash, ...row }) => JSON.stringify(Object.values(row)));
    const name = `audit chain verified, ${events.toLocaleString("en")} events, against their hashes alone`;
    return result(name, "events/s", upToSeq / seconds, ">= 100000", hashesPerSecond(texts));
  } finally {
    await reader.close();
  }
}

function hashesPerSecond(texts: readonly string[]): number {
  const started = performance.now();
  for (const text of texts) hash("sha256", text);
  return texts.length / ((performance.now() - started) / 1000);
}
