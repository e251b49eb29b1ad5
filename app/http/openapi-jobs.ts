import { AskedRunWire, JobQuery, JobsWire, JobWire, RunJobWire, WholeJobWire } from "#app/job-runs/job-wire.ts";
import { answered, body, input, output, queryParameters, ref, refusedAnswers } from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
const name = { name: "name", in: "path", required: true, schema: { type: "string" }, example: "expire-exceptions" };

/** What runs by the clock, for the description of the whole interface. */
export const jobPaths = {
  "/api/v1/jobs": {
    get: {
      operationId: "listJobs",
      summary: "List what runs by the clock, how its last run went and what fails; for admins, owners and auditors",
      ...read,
      responses: { "200": answered("The jobs.", ref("Jobs")), ...refusedAnswers },
    },
  },
  "/api/v1/jobs/{name}": {
    parameters: [name],
    get: {
      operationId: "readJob",
      summary: "Read one job, what fails, and its runs",
      ...read,
      parameters: queryParameters(JobQuery),
      responses: { "200": answered("The job.", ref("WholeJob")), ...refusedAnswers },
    },
  },
  "/api/v1/jobs/{name}/run": {
    parameters: [name],
    post: {
      operationId: "runJob",
      summary: "Let a job run now, as an admin; one that runs is not begun again, so an Idempotency-Key has no effect",
      security: [{ token: ["policy"] }],
      requestBody: body(input(RunJobWire)),
      responses: { "202": answered("It runs, or has run.", output(AskedRunWire)), ...refusedAnswers },
    },
  },
};

export const jobSchemas = { Job: output(JobWire), Jobs: output(JobsWire), WholeJob: output(WholeJobWire) };
