import type { ChildProcess } from "node:child_process";
import { startChild } from "./child.ts";
import type { Load, LoadReport } from "./load-generator.ts";
import { median } from "./result.ts";

/** Returns answers per second under load. @throws when an answer was anything but 200. */
export async function answersPerSecond(load: Load): Promise<number> {
  const { ready, stop } = await startChild<LoadReport>(new URL("./load-generator.ts", import.meta.url), {
    args: [JSON.stringify(load)],
  });
  await stop();
  if (ready.failed > 0) throw new Error(`${ready.failed} answers were not 200, expected none`);
  return ready.answers / ready.seconds;
}

type Contender = {
  port: number;
  requestsFile: string;
  /** Sleeps while the other one is measured: a product whose load has ended catches up, and would take half a processor of it. */
  sleeper?: ChildProcess;
};

const connections = 32;

/**
 * Measures two servers in turns, so that a drift of the machine meets both, and returns the medians. They warm up for as long
 * as V8 takes to compile what is busy: the first seconds of a server that runs for months are not what it is like.
 */
export async function measureInTurns(
  ours: Contender,
  baseline: Contender,
  { rounds = 7, seconds = 3, warmUp = 10 } = {},
): Promise<{ ours: number; baseline: number }> {
  const rates = { ours: [] as number[], baseline: [] as number[] };
  const baselineAlone = (length: number) => whileAsleep(ours.sleeper, () => rateOf(baseline, length));
  const oursAlone = (length: number) => whileAsleep(baseline.sleeper, () => rateOf(ours, length));
  await baselineAlone(warmUp);
  await oursAlone(warmUp);
  for (let round = 0; round < rounds; round++) {
    rates.baseline.push(await baselineAlone(seconds));
    rates.ours.push(await oursAlone(seconds));
  }
  return { ours: median(rates.ours), baseline: median(rates.baseline) };
}

function rateOf({ port, requestsFile }: Contender, seconds: number): Promise<number> {
  return answersPerSecond({ port, requestsFile, connections, seconds });
}

async function whileAsleep<T>(sleeper: ChildProcess | undefined, measure: () => Promise<T>): Promise<T> {
  sleeper?.kill("SIGSTOP");
  try {
    return await measure();
  } finally {
    sleeper?.kill("SIGCONT");
  }
}
