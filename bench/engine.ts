import { evaluate } from "#app/engine/evaluate.ts";
import { bareLoop } from "./bare-loop.ts";
import { type EngineCase, type EngineLoad, engineLoad } from "./engine-load.ts";
import { median, type Result, result } from "./result.ts";

const rounds = 15;
const roundMs = 250;
/** As long as the compiler takes to settle. */
const warmUpRounds = 6;

/** How fast the engine alone decides, against a loop that only finds the answer. */
export async function engine(): Promise<Result[]> {
  const load = engineLoad();
  const { ours, baseline } = measureInTurns(load);
  return [
    result("engine alone, decisions a second", "1/s", ours, "at least 300,000"),
    result("engine against a hand-written loop", "1/s", ours, "ratio at least 0.3", baseline),
  ];
}

/** Measures both in turns, so that a drift of the machine meets both, and returns the medians. */
function measureInTurns({ policy, cases }: EngineLoad): { ours: number; baseline: number } {
  const decide = ({ signIn, exemptions }: EngineCase) => evaluate(signIn, policy, exemptions).outcome === "allow";
  const loop = ({ signIn, exemptions }: EngineCase) => bareLoop(signIn, policy, exemptions) !== null;
  agree(cases, decide, loop);
  const ours: number[] = [];
  const baseline: number[] = [];
  for (let round = -warmUpRounds; round < rounds; round++) {
    const rates = [loop, decide].map((contender) => decisionsPerSecond(cases, contender));
    if (round < 0) continue;
    baseline.push(rates[0] ?? 0);
    ours.push(rates[1] ?? 0);
  }
  return { ours: median(ours), baseline: median(baseline) };
}

type Contender = (each: EngineCase) => boolean;

/** @throws when the two would not let in the same sign-ins: then they would not have done the same work. */
function agree(cases: readonly EngineCase[], one: Contender, other: Contender): void {
  const differing = cases.filter((each) => one(each) !== other(each));
  if (differing.length > 0) throw new Error(`${differing.length} cases are decided differently, expected none`);
}

function decisionsPerSecond(cases: readonly EngineCase[], contender: Contender): number {
  const started = performance.now();
  let decided = 0;
  let allowed = 0;
  let elapsed = 0;
  while (elapsed < roundMs) {
    for (const each of cases) if (contender(each)) allowed++;
    decided += cases.length;
    elapsed = performance.now() - started;
  }
  if (allowed === 0 || allowed === decided) throw new Error(`${allowed} of ${decided} were let in, expected some`);
  return (decided / elapsed) * 1000;
}
