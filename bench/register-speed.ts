import { everything } from "#app/register/list-query.ts";
import { type Database, openDatabase } from "#db/connect.ts";
import { listExceptions } from "#db/exception-list.ts";
import { approve, type Office, openOffice, toApproval } from "./life-of-record.ts";
import type { Register } from "./register.ts";
import { p95, type Result, result } from "./result.ts";

const repetitions = 120;

type Place = { database: Database; office: Office; workspaceId: string };
type Times = { filing: number[]; approving: number[]; listing: number[] };

async function open({ url, workspaceId }: Register): Promise<Place> {
  const database = openDatabase(url);
  return { database, office: await openOffice(database.db, workspaceId), workspaceId };
}

async function milliseconds(times: number[], work: () => Promise<unknown>): Promise<void> {
  const started = performance.now();
  await work();
  times.push(performance.now() - started);
}

async function once({ database, office, workspaceId }: Place, times: Times): Promise<void> {
  await milliseconds(times.filing, () => office.file());
  const assessed = await toApproval(office, await office.file());
  await milliseconds(times.approving, () => office.run(assessed, "identity", approve));
  await milliseconds(times.listing, () => listExceptions(database.db, workspaceId, everything));
}

const noTimes = (): Times => ({ filing: [], approving: [], listing: [] });

/** Measures filing, approving and listing in a large register against a small one, turn by turn. */
export async function measureRegisterSpeed(large: Register, small: Register, sizes: string): Promise<Result[]> {
  const [ours, baseline] = [await open(large), await open(small)];
  try {
    const [slow, quick] = [noTimes(), noTimes()];
    // The first turns pay for what is loaded once.
    for (let turn = 0; turn < 10; turn++) for (const place of [ours, baseline]) await once(place, noTimes());
    for (let turn = 0; turn < repetitions; turn++) {
      await once(ours, slow);
      await once(baseline, quick);
    }
    return (["filing", "approving", "listing"] as const).map((what) =>
      result(`${what}, ${sizes}, p95`, "ms", p95(slow[what]), "ratio <= 2", p95(quick[what])),
    );
  } finally {
    await Promise.all([ours.database.close(), baseline.database.close()]);
  }
}
