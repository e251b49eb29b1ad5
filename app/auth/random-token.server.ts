import { hash, randomBytes } from "node:crypto";

/** Returns 256 random bits as 43 characters of base64url, for cookies, links and API tokens. */
export function randomToken(): string {
  return randomBytes(32).toString("base64url");
}

/** Returns the SHA-256 under which a random token is stored; with 256 bits in it, nothing slower is needed. */
export function hashToken(token: string): string {
  return hash("sha256", token);
}
