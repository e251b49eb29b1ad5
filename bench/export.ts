import { openDatabase } from "#db/connect.ts";
import { dashboardSpeed } from "./dashboard-speed.ts";
import { exportSpeed } from "./export-speed.ts";
import { sqliteRegister } from "./register.ts";
import type { Result } from "./result.ts";
import { seedChain } from "./seed-chain.ts";
import { verifySpeed } from "./verify-speed.ts";

/** What exporting and checking a large register take, and what is left for sign-ins meanwhile; `isSmall` for a first look. */
export async function exporting({ isSmall }: { isSmall: boolean }): Promise<Result[]> {
  const [rows, events] = isSmall ? [50_000, 50_000] : [1_000_000, 1_000_000];
  const register = await sqliteRegister(rows);
  try {
    const exported = await exportSpeed(register, rows);
    const database = openDatabase(register.url);
    try {
      await seedChain(database.db, register.workspaceId, events);
    } finally {
      await database.close();
    }
    return [...exported, await verifySpeed(register, events), ...(await dashboardSpeed({ isSmall }))];
  } finally {
    await register.remove();
  }
}
