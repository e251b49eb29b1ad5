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

type Contender = { port: number; requestsFile: string };

const connections = 32;

/**
 * Measures two servers in turns, so that a drift of the machine meets both, and returns the medians. They warm up for as long
 * as V8 takes to compile what is busy: the first seconds of a server that runs for months are not what it is like.
 */
export async function measureInTurns(
  ours: Contender,
  baseline: Contender,
  { rounds = 5, seconds = 3, warmUp = 10 } = {},
): Promise<{ ours: number; baseline: number }> {
  const rates = { ours: [] as number[], baseline: [] as number[] };
  for (const contender of [baseline, ours]) await answersPerSecond({ ...contender, connections, seconds: warmUp });
  for (let round = 0; round < rounds; round++) {
    rates.baseline.push(await answersPerSecond({ ...baseline, connections, seconds }));
    rates.ours.push(await answersPerSecond({ ...ours, connections, seconds }));
  }
  return { ours: median(rates.ours), baseline: median(rates.baseline) };
}
