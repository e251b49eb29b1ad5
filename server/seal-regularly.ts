import type { StreamHead } from "#app/signins/decision-stream.ts";
import { sealStreams } from "#app/signins/seal-streams.server.ts";
import type { Db } from "#db/connect.ts";

type Sealing = {
  /** Seals what has been added since; waits for a sealing that is under way. */
  seal(): Promise<void>;
  /** Seals a last time. */
  stop(): Promise<void>;
};

const aMinute = 60_000;

type Sealed = { heads(): StreamHead[] };

/** Seals this process's decision streams into the audit log every minute in which decisions were made. */
export function sealRegularly(
  db: Db,
  deciders: readonly Sealed[],
  logFault: (fault: unknown, where: string) => void,
): Sealing {
  const sealed = new Map<string, number>();
  let underWay = Promise.resolve();
  const keyOf = ({ workspaceId, stream }: StreamHead) => `${workspaceId} ${stream}`;

  async function sealNew(): Promise<void> {
    const heads = deciders
      .flatMap((decider) => decider.heads())
      .filter((head) => (sealed.get(keyOf(head)) ?? 0) < head.seq);
    await sealStreams(db, heads, new Date().toISOString());
    for (const head of heads) sealed.set(keyOf(head), head.seq);
  }

  function seal(): Promise<void> {
    underWay = underWay.then(sealNew).catch((fault: unknown) => logFault(fault, "seal decision streams"));
    return underWay;
  }

  const timer = setInterval(seal, aMinute);
  return {
    seal,
    stop: () => {
      clearInterval(timer);
      return seal();
    },
  };
}
