import { postgresRegister, type Register, sqliteRegister } from "./register.ts";
import { requestBody } from "./request-texts.ts";
import { type Result, result } from "./result.ts";
import { seededVersion } from "./seed-register.ts";
import { startProduct } from "./servers.ts";

const revocations = 500;
const atOnce = 8;

/**
 * Revokes exceptions through the API of one server process and asks another one right after each acknowledgement.
 * Counts the answers that still allow by what was revoked.
 */
async function staleAnswers(register: Register): Promise<number> {
  const [revoking, deciding] = await Promise.all([startProduct(register), startProduct(register)]);
  const isAllowed = async (person: number): Promise<boolean> => {
    const response = await fetch(`http://127.0.0.1:${deciding.ready.port}/access/v1/evaluation`, {
      method: "POST",
      headers: { Authorization: `Bearer ${register.decideToken}`, "Content-Type": "application/json" },
      body: requestBody(person),
    });
    if (response.status !== 200) throw new Error(`a decision was answered with ${response.status}, expected 200`);
    return ((await response.json()) as { decision: boolean }).decision; // cast: AuthZEN
  };
  const revoke = async (person: number): Promise<void> => {
    const response = await fetch(
      `http://127.0.0.1:${revoking.ready.port}/api/v1/exceptions/EXC-2026-${person}/revoke`,
      {
        method: "POST",
        headers: { Authorization: `Bearer ${register.writeToken}`, "Content-Type": "application/json" },
        body: JSON.stringify({ version: seededVersion, comment: "No longer needed" }),
      },
    );
    if (response.status !== 200) throw new Error(`a revocation was answered with ${await response.text()}`);
  };

  let stale = 0;
  let next = 1;
  const work = async () => {
    for (let person = next++; person <= revocations; person = next++) {
      if (!(await isAllowed(person))) throw new Error(`person ${person} was not allowed before the revocation`);
      await revoke(person);
      if (await isAllowed(person)) stale += 1;
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, work));
    return stale;
  } finally {
    await Promise.all([revoking.stop(), deciding.stop()]);
  }
}

/** Measures whether a revocation counts at once in another process, on both databases. */
export async function measureRevocations(): Promise<Result[]> {
  const results: Result[] = [];
  for (const [database, open] of [
    ["SQLite", sqliteRegister],
    ["PostgreSQL", postgresRegister],
  ] as const) {
    const register = await open(revocations);
    try {
      const name = `stale answers after ${revocations} revocations, two processes, ${database}`;
      results.push(result(name, "answers", await staleAnswers(register), "0"));
    } finally {
      await register.remove();
    }
  }
  return results;
}
