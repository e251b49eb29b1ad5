import {
  ReportPost,
  ReportPut,
  ReportRunsWire,
  ReportRunWire,
  ReportsWire,
  ReportWire,
  RunsQuery,
  WholeReportRunWire,
} from "#app/scheduled-reports/report-wire.ts";
import {
  answered,
  body,
  idempotencyKey,
  input,
  output,
  queryParameters,
  ref,
  refusedAnswers,
} from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
const change = { security: [{ token: ["policy"] }], parameters: [idempotencyKey] };
const id = { name: "id", in: "path", required: true, schema: { type: "string" } };
const answers = (status: string, description: string, schema: string) => ({
  responses: { [status]: answered(description, ref(schema)), ...refusedAnswers },
});

/** What is sent by the calendar, for the description of the whole interface. */
export const reportPaths = {
  "/api/v1/reports": {
    get: {
      ...{ operationId: "listReports", summary: "List the reports, and what can be sent; for people with a role" },
      ...read,
      ...answers("200", "The reports.", "Reports"),
    },
    post: {
      ...{ operationId: "addReport", summary: "Have a report sent by the calendar" },
      ...change,
      requestBody: body(input(ReportPost)),
      ...answers("201", "The report.", "Report"),
    },
  },
  "/api/v1/reports/{id}": {
    parameters: [id],
    get: { operationId: "readReport", summary: "Read one report", ...read, ...answers("200", "The report.", "Report") },
    put: {
      ...{ operationId: "changeReport", summary: "Replace its schedule and whom it goes to; turn it on or off" },
      ...change,
      requestBody: body(input(ReportPut)),
      ...answers("200", "The report.", "Report"),
    },
    delete: {
      ...{ operationId: "removeReport", summary: "Take a report away; what it sent stays" },
      security: change.security,
      responses: { "204": { description: "It is gone." }, ...refusedAnswers },
    },
  },
  "/api/v1/reports/{id}/send": {
    parameters: [id],
    post: {
      ...{ operationId: "sendReport", summary: "Send it now; once a minute" },
      ...change,
      ...answers("201", "What was sent.", "WholeReportRun"),
    },
  },
  "/api/v1/reports/{id}/runs": {
    parameters: [id],
    get: {
      ...{ operationId: "listReportRuns", summary: "List what a report sent, the newest first" },
      ...{ ...read, parameters: queryParameters(RunsQuery) },
      ...answers("200", "A page of what was sent.", "ReportRuns"),
    },
  },
  "/api/v1/report-runs/{id}": {
    parameters: [id],
    get: {
      ...{ operationId: "readReportRun", summary: "Read what was sent, to whom, and what became of each message" },
      ...read,
      ...answers("200", "What was sent.", "WholeReportRun"),
    },
  },
};

export const reportSchemas = {
  ...{ Report: output(ReportWire), Reports: output(ReportsWire), ReportRun: output(ReportRunWire) },
  ...{ ReportRuns: output(ReportRunsWire), WholeReportRun: output(WholeReportRunWire) },
};
