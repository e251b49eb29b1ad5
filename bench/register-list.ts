import { everything, type ListQuery } from "#app/register/list-query.ts";
import { type Db, openDatabase } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { type Register, sqliteRegister } from "./register.ts";
import { median, type Result, result } from "./result.ts";

const few = 1_000;
const repetitions = 51;

const queries: Record<string, ListQuery> = {
  "first page": everything,
  "a filter": { ...everything, categories: ["break_glass"] },
  "a search": { ...everything, search: "team7" },
};

async function milliseconds(db: Db, workspaceId: string, query: ListQuery): Promise<number> {
  const times: number[] = [];
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const started = performance.now();
    await listExceptions(db, workspaceId, query);
    times.push(performance.now() - started);
  }
  return median(times);
}

/** Measures the register list in a large register against a small one. */
export async function measureRegisterList(large: Register, exceptions: number): Promise<Result[]> {
  const small = await sqliteRegister(few);
  const [ours, baseline] = [openDatabase(large.url), openDatabase(small.url)];
  try {
    const results: Result[] = [];
    for (const [name, query] of Object.entries(queries)) {
      const slow = await milliseconds(ours.db, large.workspaceId, query);
      const quick = await milliseconds(baseline.db, small.workspaceId, query);
      const title = `register list, ${exceptions.toLocaleString("en")} records against ${few.toLocaleString("en")}, ${name}`;
      results.push(result(title, "ms", slow, "ratio <= 3", quick));
    }
    return results;
  } finally {
    await ours.close();
    await baseline.close();
    await small.remove();
  }
}
