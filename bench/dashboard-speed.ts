import { lastDays } from "#app/register/local-days.ts";
import { dashboardView } from "#app/reports/dashboard-view.server.ts";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import type { Within } from "#app/reports/within.ts";
import { openDatabase } from "#db/connect.ts";
import { gatherPiece } from "#db/gather-sign-ins.ts";
import { keepSnapshot } from "#db/kpi-snapshots.ts";
import { findWorkspace } from "#db/workspaces.ts";
import { sqliteRegister } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { seedDecisions } from "./seed-decisions.ts";

const rounds = 5;
const span = 365;

/** How long the server takes for the dashboard of a large register, with a year of its figures, and for that of a part of it. */
export async function dashboardSpeed({ isSmall }: { isSmall: boolean }): Promise<Result[]> {
  const [people, decisions] = isSmall ? [10_000, 100_000] : [100_000, 1_000_000];
  const register = await sqliteRegister(people);
  const database = openDatabase(register.url);
  try {
    const now = new Date().toISOString();
    await seedDecisions(database.db, register, { decisions, people, at: now });
    while (await gatherPiece(database.db, register.workspaceId));
    const workspace = await findWorkspace(database.db, register.workspaceId);
    if (!workspace) throw new Error("the workspace is gone, expected that of the register");
    const figures = await figuresNow(database.db, workspace.id, now);
    for (const { date } of lastDays(now, span, workspace.timeZone))
      await keepSnapshot(database.db, workspace.id, { day: date, figures });
    const size = `${people.toLocaleString("en")} exceptions, ${decisions.toLocaleString("en")} decisions`;
    const timed = (within: Within) => medianTime(() => dashboardView(database.db, { workspace, span, within, now }));
    return [
      result(`dashboard, ${size}`, "ms", await timed({}), "< 300"),
      result(`dashboard of one category in ten, ${size}`, "ms", await timed({ category: "break_glass" }), "< 300"),
    ];
  } finally {
    await database.close();
    await register.remove();
  }
}

async function medianTime(run: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
  return median(times);
}
