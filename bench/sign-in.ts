import { measurePasskeys } from "./passkey-load.ts";
import { measurePasswords } from "./password-load.ts";
import { sqliteRegister } from "./register.ts";
import type { Result } from "./result.ts";

/** How fast people sign in to the register itself, and whether they are in the way of the decisions about everything else. */
export async function signIn(): Promise<Result[]> {
  const register = await sqliteRegister(100);
  try {
    return [...(await measurePasskeys(register)), ...(await measurePasswords(register))];
  } finally {
    await register.remove();
  }
}
