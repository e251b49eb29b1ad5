import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireCaller } from "#app/auth/caller.server.ts";
import { seesAll } from "#app/register/roles.ts";

/** Leads people with a role to how things stand, and everybody else to their own requests. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { roles } = await requireCaller({ request, context });
  return redirect(seesAll(roles) ? "/dashboard" : "/exceptions");
}
