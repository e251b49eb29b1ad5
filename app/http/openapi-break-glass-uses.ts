import { useFilters } from "#app/break-glass/use.ts";
import {
  Classification,
  DrillEnd,
  DrillPlan,
  EmergencyForm,
  Nothing,
  PostMortemForm,
  ReportForm,
  StepAnswers,
} from "#app/break-glass/use-schemas.ts";
import { DrillWire, IncidentWire, UseWire } from "#app/break-glass/use-wire.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const idOf = (example: string) => ({ name: "id", in: "path", required: true, schema: { type: "string" }, example });
const useId = idOf("65aae7d630c87cf6.1.0");
const drillId = idOf("drl_7h3k");
const incidentId = idOf("INC-2026-0001");
const read = { security: [{ token: ["read"] }] };
const write = { security: [{ token: ["write"] }], parameters: [idempotencyKey] };
const listOf = (name: string, more: Record<string, unknown> = {}) => ({
  type: "object",
  required: ["data", ...Object.keys(more)],
  properties: { data: { type: "array", items: ref(name) }, ...more },
});
const inQuery = (name: string, description: string, schema: Record<string, unknown> = { type: "string" }) => ({
  ...{ name, in: "query", required: false, description, schema },
});
const use = { "200": answered("The use.", ref("BreakGlassUse")), ...refusedAnswers };
const drill = { "200": answered("The drill.", ref("Drill")), ...refusedAnswers };
const incident = { "200": answered("The incident.", ref("Incident")), ...refusedAnswers };

/** A change of one thing at an address of its own. */
const command = (
  operationId: string,
  summary: string,
  { id, schema, responses }: { id: object; schema: Parameters<typeof input>[0]; responses: object },
) => ({ parameters: [id], post: { operationId, summary, ...write, requestBody: body(input(schema)), responses } });

const aboutUse = { id: useId, responses: use };
const aboutDrill = { id: drillId, responses: drill };
const aboutIncident = { id: incidentId, responses: incident };

/** Uses of emergency accounts, drills and incidents, for the description of the whole interface. */
export const breakGlassUsePaths = {
  "/api/v1/break-glass/uses": {
    get: {
      operationId: "listBreakGlassUses",
      summary: "List uses of emergency accounts, the latest first",
      ...read,
      parameters: [
        inQuery("account", "The id of an account."),
        inQuery("show", "Only these.", { type: "string", enum: [...useFilters] }),
        inQuery("before", "The last use of the page before."),
        inQuery("limit", "How many at most.", { type: "integer", minimum: 1, maximum: 200, default: 50 }),
      ],
      responses: {
        "200": answered("A page of them.", listOf("BreakGlassUse", { next: { type: ["string", "null"] } })),
        ...refusedAnswers,
      },
    },
  },
  "/api/v1/break-glass/uses/{id}": {
    parameters: [useId],
    get: { operationId: "readBreakGlassUse", summary: "Read one use", ...read, responses: use },
  },
  "/api/v1/break-glass/uses/{id}/classify": command(
    "classifyBreakGlassUse",
    "Say what a use was and who signed in; a drill or an emergency only where one was planned or declared",
    { ...aboutUse, schema: Classification },
  ),
  "/api/v1/break-glass/uses/{id}/post-mortem": command("writePostMortem", "Write down what came of a use", {
    ...aboutUse,
    schema: PostMortemForm,
  }),
  "/api/v1/break-glass/uses/{id}/close": command(
    "closeBreakGlassUse",
    "Close a use, by neither who signed in nor who said what it was",
    { ...aboutUse, schema: Nothing },
  ),
  "/api/v1/break-glass/drills": {
    get: {
      operationId: "listDrills",
      summary: "List the latest drills",
      ...read,
      responses: { "200": answered("Up to 100 drills.", listOf("Drill")), ...refusedAnswers },
    },
    post: {
      operationId: "planDrill",
      summary: "Plan a drill from now or later on",
      ...write,
      requestBody: body(input(DrillPlan)),
      responses: { "201": answered("The drill.", ref("Drill")), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/drills/{id}": {
    parameters: [drillId],
    get: { operationId: "readDrill", summary: "Read one drill with its steps", ...read, responses: drill },
  },
  "/api/v1/break-glass/drills/{id}/answer": command("answerDrillSteps", "Say how steps of a drill went", {
    ...aboutDrill,
    schema: StepAnswers,
  }),
  "/api/v1/break-glass/drills/{id}/finish": command(
    "finishDrill",
    "Finish a drill; each step that failed becomes a finding",
    { ...aboutDrill, schema: DrillEnd },
  ),
  "/api/v1/break-glass/drills/{id}/cancel": command("cancelDrill", "Call a drill off that nobody has signed in for", {
    ...aboutDrill,
    schema: Nothing,
  }),
  "/api/v1/break-glass/incidents": {
    get: {
      operationId: "listIncidents",
      summary: "List the latest incidents",
      ...read,
      responses: { "200": answered("Up to 100 incidents.", listOf("Incident")), ...refusedAnswers },
    },
    post: {
      operationId: "declareEmergency",
      summary: "Declare an emergency from now on",
      ...write,
      requestBody: body(input(EmergencyForm)),
      responses: { "201": answered("The incident.", ref("Incident")), ...refusedAnswers },
    },
  },
  "/api/v1/break-glass/incidents/{id}": {
    parameters: [incidentId],
    get: { operationId: "readIncident", summary: "Read one incident with its report", ...read, responses: incident },
  },
  "/api/v1/break-glass/incidents/{id}/declare": command("declareIncident", "Declare that a draft is an emergency", {
    ...aboutIncident,
    schema: EmergencyForm,
  }),
  "/api/v1/break-glass/incidents/{id}/report": command("writeReport", "Write the report of an incident, whole", {
    ...aboutIncident,
    schema: ReportForm,
  }),
  "/api/v1/break-glass/incidents/{id}/end": command("endEmergency", "End an emergency before its time", {
    ...aboutIncident,
    schema: Nothing,
  }),
  "/api/v1/break-glass/incidents/{id}/close": command(
    "closeIncident",
    "Close an incident whose report is whole and whose uses are classified",
    { ...aboutIncident, schema: Nothing },
  ),
};

export const breakGlassUseSchemas = {
  BreakGlassUse: output(UseWire),
  Drill: output(DrillWire),
  Incident: output(IncidentWire),
};
