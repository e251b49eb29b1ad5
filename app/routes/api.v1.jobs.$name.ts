import type { LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireOversightToken } from "#app/auth/require-overseer.server.ts";
import { answer, json, methodNotAllowed, readQuery } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { JobQuery } from "#app/job-runs/job-wire.ts";
import { wholeJobWireOf } from "#app/job-runs/jobs-on-wire.server.ts";
import { jobHistory } from "#app/job-runs/jobs-view.server.ts";

const Params = z.object({ name: z.string().min(1) });

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireOversightToken({ request, context });
    const { db, now, runner } = context;
    const { name } = Params.parse(params);
    const { cursor, limit } = readQuery(request, JobQuery);
    const after = cursor ? { ...cursor, name } : null;
    const history = await jobHistory(db, runner.jobs, { workspace, now, name, after, limit });
    return history ? json(200, wholeJobWireOf(history)) : problem(404, "not_found", `There is no job ${name}.`);
  });
}

export async function action() {
  return methodNotAllowed("GET");
}
