import { z } from "zod";

/** What a passkey is asked for, and in which workspace where there are several; the same for asking and answering. */
export const WebauthnQuery = z.object({
  purpose: z.enum(["sign_in", "step_up"]).default("sign_in"),
  workspace: z.string().max(100).optional(),
});
