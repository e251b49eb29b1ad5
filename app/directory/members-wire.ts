import { z } from "zod";
import { factorKinds } from "#app/engine/types.ts";
import { registerRoles } from "#app/register/roles.ts";

const instant = z.iso.datetime();

/** Everybody of a workspace, for scripts that look for accounts that get in another way. */
export const MembersWire = z.object({
  data: z.array(
    z.object({
      email: z.string(),
      role: z.enum([...registerRoles, "member"]).describe("The first that they have in the register."),
      last_login: instant.nullable().describe("To the register, or to what the login path guards."),
      sso_required: z.boolean(),
      factors: z.array(z.enum(factorKinds)),
      grace: z
        .object({ starts_at: instant, ends_at: instant, active: z.boolean() })
        .nullable()
        .describe("Their time to enrol; null where they lack nothing or get none."),
      disabled: z.boolean(),
    }),
  ),
});
