type Parts = {
  /** Does what waits, and comes back early once it is told to stop. */
  work(signal: AbortSignal): Promise<void>;
  /** What it is called in the log. */
  name: string;
  /** What is said of what was under way when the server stopped. */
  stopped: string;
  logFault(fault: unknown, where: string): void;
};

const aSecond = 1000;

/** Looks every second for something to do, never twice at a time; to stop is to wait for what is under way. */
export function eachSecond({ work, name, stopped, logFault }: Parts): { stop(): Promise<void> } {
  const ending = new AbortController();
  let underWay: Promise<void> | null = null;
  const timer = setInterval(() => {
    underWay ??= work(ending.signal)
      .catch((fault: unknown) => logFault(fault, name))
      .finally(() => {
        underWay = null;
      });
  }, aSecond);
  return {
    stop: async () => {
      clearInterval(timer);
      ending.abort(new Error(stopped));
      await underWay;
    },
  };
}
