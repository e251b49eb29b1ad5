import { type ChildProcess, fork } from "node:child_process";

export type Child<Ready> = {
  ready: Ready;
  process: ChildProcess;
  /** Ends the child by its id, after giving it the time to stop in good order. */
  stop(): Promise<void>;
};

type Options = { args?: readonly string[]; env?: Record<string, string>; execArgv?: string[] };

/** Starts a program and waits for the one message with which it says that it is ready. */
export async function startChild<Ready>(
  file: URL,
  { args = [], env = {}, execArgv = [] }: Options = {},
): Promise<Child<Ready>> {
  const child = fork(file, args, {
    env: { ...process.env, ...env },
    execArgv,
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once("message", (message) => resolve(message as Ready)); // cast: the two files agree on it
    child.once("exit", (code) => reject(new Error(`${file.pathname} ended with ${code} before it was ready`)));
  });
  return {
    ready,
    process: child,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await ended;
    },
  };
}
