import { type LoaderFunctionArgs, redirect } from "@remix-run/node";
import { requireCaller } from "#app/auth/caller.server.ts";
import { type RegisterRole, seesAll } from "#app/register/roles.ts";

/** Leads each person to the page that answers their first question. */
export async function loader({ request, context }: LoaderFunctionArgs) {
  const { roles } = await requireCaller({ request, context });
  return redirect(homeOf(roles));
}

function homeOf(roles: readonly RegisterRole[]): string {
  if (roles.includes("auditor")) return "/auditor";
  return seesAll(roles) ? "/dashboard" : "/exceptions";
}
