/** How sessions last, and what is counted against whoever guesses, as the database has them. */
export type SessionTables = {
  sessionSettings: { workspaceId: string; idleMinutes: number; absoluteMinutes: number; tellsNewDevices: number };
  addressAttempts: { workspaceId: string; address: string; begunAt: string; failures: number };
};
