import { measureInTurns } from "./measure-load.ts";
import { postgresRegister, type Register, sqliteRegister } from "./register.ts";
import { type Result, result } from "./result.ts";
import { residentMegabytes, type ServerChild, startBare, startProduct } from "./servers.ts";

const few = 100;
const unit = "answers/s";

/** Decisions over HTTP against a bare server that makes one row durable per answer, on one database. */
async function againstBare(name: string, register: Register): Promise<Result> {
  const [product, bare] = await Promise.all([startProduct(register), startBare(register, few)]);
  try {
    const rates = await measureInTurns(contender(product, register), contender(bare, register));
    return result(name, unit, rates.ours, "ratio >= 0.6", rates.baseline);
  } finally {
    await Promise.all([product.stop(), bare.stop()]);
  }
}

/** Decisions with a large register against the same with a small one, and what memory that takes. */
async function largeAgainstSmall(large: Register, exceptions: number): Promise<Result[]> {
  const small = await sqliteRegister(few);
  const [ours, baseline] = await Promise.all([startProduct(large), startProduct(small)]);
  try {
    const rates = await measureInTurns(contender(ours, large), contender(baseline, small));
    const name = `decisions, ${exceptions.toLocaleString("en")} live exceptions`;
    return [
      result(`${name} against ${few}`, unit, rates.ours, "ratio >= 0.8", rates.baseline),
      result(`${name}, resident`, "MB", await residentMegabytes(ours), "< 350"),
    ];
  } finally {
    await Promise.all([ours.stop(), baseline.stop()]);
    await small.remove();
  }
}

function contender({ ready, process: sleeper }: ServerChild, { requestsFile }: Register) {
  return { port: ready.port, requestsFile, sleeper };
}

/** Measures the throughput of decisions. */
export async function measureDecisions(large: Register, exceptions: number): Promise<Result[]> {
  const results: Result[] = [];
  for (const [name, open] of [
    ["decisions, SQLite, against a bare server", sqliteRegister],
    ["decisions, PostgreSQL, against a bare server", postgresRegister],
  ] as const) {
    const register = await open(few);
    try {
      results.push(await againstBare(name, register));
    } finally {
      await register.remove();
    }
  }
  return [...results, ...(await largeAgainstSmall(large, exceptions))];
}
