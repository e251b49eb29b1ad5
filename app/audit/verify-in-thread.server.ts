import { Worker } from "node:worker_threads";
import { threadLimits } from "#app/thread-limits.ts";
import type { ChainProgress, Verdict } from "./verdict.ts";
import type { VerifyWorkerMessage, VerifyWorkerTask } from "./verify-worker.server.ts";

type Verifying = VerifyWorkerTask & {
  tell?: (progress: ChainProgress) => void;
  /** Aborted when the server stops. */
  signal: AbortSignal;
};

const workerFile = new URL("./verify-worker.server.ts", import.meta.url);

/**
 * Verifies beside everything else, so that nobody waits for it.
 * @throws what stopped it.
 */
export async function verifyInThread({ tell, signal, ...task }: Verifying): Promise<Verdict> {
  signal.throwIfAborted();
  const over = new AbortController();
  const worker = new Worker(workerFile, {
    workerData: task satisfies VerifyWorkerTask,
    resourceLimits: threadLimits,
  });
  try {
    return await new Promise((resolve, reject) => {
      worker.on("message", (message: VerifyWorkerMessage) => {
        if ("verdict" in message) resolve(message.verdict);
        else tell?.(message.progress);
      });
      worker.on("error", reject);
      worker.on("exit", () => reject(new Error("The verification ended before it was done.")));
      signal.addEventListener("abort", () => reject(signal.reason), { signal: over.signal });
    });
  } finally {
    over.abort();
    await worker.terminate();
  }
}
