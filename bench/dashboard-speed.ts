import { sql } from "kysely";
import { figuresNow } from "#app/reports/figures-now.server.ts";
import { openDatabase } from "#db/connect.ts";
import { sqliteRegister } from "./register.ts";
import { median, type Result, result } from "./result.ts";
import { seedDecisions } from "./seed-decisions.ts";

const rounds = 5;

/** How long the server takes for the dashboard of a large register. */
export async function dashboardSpeed({ isSmall }: { isSmall: boolean }): Promise<Result> {
  const [people, decisions] = isSmall ? [10_000, 100_000] : [100_000, 1_000_000];
  const register = await sqliteRegister(people);
  const database = openDatabase(register.url);
  try {
    const now = new Date().toISOString();
    await seedDecisions(database.db, register, { decisions, people, at: now });
    await sql`insert into sign_ins (workspace_id, at, stream, batch, position, subject_id, application_id, outcome, reason, exception_id)
      select workspace_id, at, stream, batch, position, subject_id, application_id, outcome, reason, exception_id
      from decisions where stream = 'bench'`.execute(database.db);
    const times: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const started = performance.now();
      await figuresNow(database.db, register.workspaceId, now);
      times.push(performance.now() - started);
    }
    const size = `${people.toLocaleString("en")} exceptions, ${decisions.toLocaleString("en")} decisions`;
    return result(`dashboard, ${size}`, "ms", median(times), "< 300");
  } finally {
    await database.close();
    await register.remove();
  }
}
