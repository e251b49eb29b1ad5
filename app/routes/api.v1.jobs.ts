import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { jobWireOf } from "#app/job-runs/jobs-on-wire.server.ts";
import { jobsView } from "#app/job-runs/jobs-view.server.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOversightToken({ request, context });
    const { db, now, runner } = context;
    return json(200, { data: (await jobsView(db, runner.jobs, { workspace, now })).map(jobWireOf) });
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
