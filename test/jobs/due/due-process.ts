import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("run-due-jobs.ts", import.meta.url));

export type DueProcess = {
  /** Resolves once it has opened the database and begins. */
  ready: Promise<void>;
  /** Resolves once it is gone: whether it had come to its end. */
  gone: Promise<boolean>;
  kill(): void;
};

type Given = { url: string; workspaceId: string; now: string; slot: string; mails: string };

/** Runs every job once in a process of its own. */
export function startDueProcess({ url, workspaceId, now, slot, mails }: Given): DueProcess {
  const child = spawn(process.execPath, [script, url, workspaceId, now, slot, mails], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [said, complained] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complained += text;
  });
  const gone = once(child, "close").then(([code, signal]) => {
    if (code !== 0 && signal !== "SIGKILL") throw new Error(`the process that runs the jobs failed: ${complained}`);
    return said.includes("done");
  });
  return { ready: until(child, () => said.includes("ready")), gone, kill: () => void child.kill("SIGKILL") };
}

async function until(child: ChildProcess, isSo: () => boolean): Promise<void> {
  while (!isSo() && child.exitCode === null && child.stdout) await once(child.stdout, "data");
}
