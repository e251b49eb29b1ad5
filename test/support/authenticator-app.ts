import { generateSync } from "otplib";

const period = 30;

/** Returns what an authenticator app shows, each code once: that of now, or of the period to come where that of now was taken. */
export function authenticatorApp(secret: string): () => string {
  let taken = 0;
  return () => {
    taken = Math.max(Math.floor(Date.now() / 1000 / period), taken + 1);
    return generateSync({ secret, epoch: taken * period });
  };
}
