import type { Db } from "#db/connect.ts";
import { gatherPiece } from "#db/gather-sign-ins.ts";
import { listWorkspaces } from "#db/workspaces.ts";

const aSecond = 1000;
/** Of each second so much may go into it at most; the rest belongs to decisions. What is left over waits for quieter times. */
const mostMs = 100;

/** Makes decisions searchable as they come, in small pieces. */
export function gatherRegularly(db: Db, logFault: (fault: unknown, where: string) => void): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;

  async function gather(): Promise<void> {
    const started = performance.now();
    for (const { id } of await listWorkspaces(db))
      while (performance.now() - started < mostMs && (await gatherPiece(db, id)));
  }

  const timer = setInterval(() => {
    underWay ??= gather()
      .catch((fault: unknown) => logFault(fault, "gather sign-ins"))
      .finally(() => {
        underWay = null;
      });
  }, aSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      await underWay;
    },
  };
}
