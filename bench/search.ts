import { createSearch, type Search } from "#app/signins/search.server.ts";
import { parseSearchRequest, type SearchAction } from "#app/signins/search-request.ts";
import { type Database, openDatabase } from "#db/connect.ts";
import { addDirectoryObject } from "#db/directory.ts";
import { type Register, sqliteRegister } from "./register.ts";
import { median, type Result, result } from "./result.ts";

const many = 1_000_000;
const few = 10_000;

/** What somebody who pages to the end waits for: all pages, and the usual one. */
type Walk = { found: number; seconds: number; pageMs: number };

async function walk(search: Search, { workspaceId }: Register, action: SearchAction): Promise<Walk> {
  const times: number[] = [];
  let found = 0;
  let token: string | undefined;
  while (token !== "") {
    const parsed = parseSearchRequest("subject", {
      subject: { type: "user" },
      action: { name: action },
      resource: { type: "application", id: "payroll" },
      page: { token, limit: 1000 },
    });
    if (!parsed.ok) throw new Error(parsed.message);
    const started = performance.now();
    const { page } = await search(workspaceId, parsed.request, new Date().toISOString());
    times.push(performance.now() - started);
    found += page.count;
    token = page.next_token;
  }
  return { found, seconds: times.reduce((sum, time) => sum + time, 0) / 1000, pageMs: median(times) };
}

async function openSearch({ url, workspaceId }: Register): Promise<{ database: Database; search: Search }> {
  const database = openDatabase(url);
  const now = new Date().toISOString();
  await addDirectoryObject(database.db, workspaceId, { kind: "application", id: "payroll", name: "Payroll" }, now);
  return { database, search: createSearch(database.db) };
}

/** How long the search for who gets in takes through a million people, and whether a page of it costs what one of few does. */
export async function search(): Promise<Result[]> {
  const [large, small] = [await sqliteRegister(many), await sqliteRegister(few)];
  const [ours, baseline] = [await openSearch(large), await openSearch(small)];
  try {
    const results: Result[] = [];
    for (const [name, action, expected] of [
      ["everybody is found", "sign_in_without_mfa", many],
      ["nobody is found", "step_up", 0],
    ] as const) {
      const slow = await walk(ours.search, large, action);
      const quick = await walk(baseline.search, small, action);
      if (slow.found !== expected) throw new Error(`${slow.found} people were found, expected ${expected}`);
      const title = `search through ${many.toLocaleString("en")} people, ${name}`;
      results.push(
        result(`${title}, all pages`, "s", slow.seconds, "< 120"),
        result(`${title}, a page against ${few.toLocaleString("en")}`, "ms", slow.pageMs, "ratio <= 2", quick.pageMs),
      );
    }
    return results;
  } finally {
    await Promise.all([ours.database.close(), baseline.database.close()]);
    await Promise.all([large.remove(), small.remove()]);
  }
}
