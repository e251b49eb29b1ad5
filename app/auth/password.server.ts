import { hash, verify } from "@node-rs/argon2";
import { normalizePassword } from "./password.ts";

/** OWASP's second choice for argon2id: 19 MiB, two passes, one lane. The package's default algorithm is argon2id. */
const cost = { memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 };

/** The hash of a password that nobody has, made once with the same cost. */
let nobodys: Promise<string> | undefined;

/** Hashes a password on a thread of its own; the event loop goes on. */
export function hashPassword(password: string): Promise<string> {
  return hash(normalizePassword(password), cost);
}

/** Whether the password is the one behind the hash. Without a hash it takes the same time and is wrong. */
export async function isPassword(passwordHash: string | null, password: string): Promise<boolean> {
  nobodys ??= hashPassword(crypto.randomUUID());
  const matches = await verify(passwordHash ?? (await nobodys), normalizePassword(password));
  return matches && passwordHash !== null;
}
