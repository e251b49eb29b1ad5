import type { Decider } from "#app/signins/decide.server.ts";
import type { Db } from "#db/connect.ts";
import { gatherPiece } from "#db/gather-sign-ins.ts";
import { listWorkspaces } from "#db/workspaces.ts";

type Parts = {
  db: Db;
  decider: Pick<Decider, "heads">;
  logFault(fault: unknown, where: string): void;
};

const aSecond = 1000;
/** Of a second in which decisions are made so much may go into it at most; what is left over waits for a quieter one. */
const mostMsWhileBusy = 20;
const mostMsWhileQuiet = 500;

/** Makes decisions searchable as they come, in small pieces. */
export function gatherRegularly({ db, decider, logFault }: Parts): { stop(): Promise<void> } {
  let underWay: Promise<void> | null = null;
  let batchesSeen = 0;

  const batchesNow = () => decider.heads().reduce((sum, { seq }) => sum + seq, 0);

  async function gather(): Promise<void> {
    const before = batchesSeen;
    batchesSeen = batchesNow();
    const started = performance.now();
    // A quiet second ends with the first decision in it.
    const mostMs = () => (batchesNow() === before ? mostMsWhileQuiet : mostMsWhileBusy);
    for (const { id } of await listWorkspaces(db))
      while (performance.now() - started < mostMs() && (await gatherPiece(db, id)));
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
