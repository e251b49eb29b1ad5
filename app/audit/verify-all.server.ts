import { verifyStreams } from "#app/signins/verify-streams.server.ts";
import type { Db } from "#db/connect.ts";
import type { ChainProgress, Verdict, VerifyTask } from "./verdict.ts";
import { verifyChain } from "./verify-chain.server.ts";

/** Walks the audit chain and every stream of decisions; a walk that stops early is about the chain alone. */
export async function verifyAll(
  db: Db,
  { workspaceId, upTo }: VerifyTask,
  tell: (progress: ChainProgress) => void = () => undefined,
): Promise<Verdict> {
  const chain = await verifyChain(db, workspaceId, { upTo, tell });
  const streamBreak = upTo === null ? await verifyStreams(db, workspaceId) : null;
  return { ok: chain.ok && streamBreak === null, upToSeq: chain.upToSeq, firstBreak: chain.firstBreak, streamBreak };
}
