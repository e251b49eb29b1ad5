import { z } from "zod";

/** What somebody calls a factor of theirs. */
export const FactorName = z.string().trim().min(1, "Give it a name.").max(100);

/** What they call a passkey; left empty, it is called after who made it. */
export const PasskeyName = z
  .string()
  .trim()
  .max(100)
  .transform((name) => name || null);
