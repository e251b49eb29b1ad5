import { KpiTrendWire, KpiWire, TrendQuery } from "#app/reports/kpi-wire.ts";
import { answered, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const { 400: badRequest, 401: noToken, 403: notYou, 404: notFound, 405: otherMethod, 500: fault } = refusedAnswers;
const read = { security: [{ token: ["read"] }] };

const trendParameters = Object.entries(TrendQuery.shape).map(([name, schema]) => ({
  ...{ name, in: "query", required: false },
  schema: input(schema),
}));

/** The figures of the register, for the description of the whole interface. */
export const kpiPaths = {
  "/api/v1/kpis": {
    get: {
      ...read,
      operationId: "listKpis",
      summary: "Read every figure as it is now, with its definition; for people with a role",
      responses: {
        "200": answered("The figures.", {
          type: "object",
          required: ["measured_at", "data"],
          additionalProperties: false,
          properties: {
            measured_at: { type: "string", format: "date-time" },
            data: { type: "array", items: ref("Kpi") },
          },
        }),
        ...{ "401": noToken, "403": notYou, "405": otherMethod, "500": fault },
      },
    },
  },
  "/api/v1/kpis/{key}": {
    parameters: [{ name: "key", in: "path", required: true, schema: { type: "string" }, example: "live" }],
    get: {
      ...read,
      operationId: "readKpi",
      summary: "Read one figure over days, as it was kept each night; for people with a role",
      parameters: trendParameters,
      responses: {
        "200": answered("The figure and its days.", ref("KpiTrend")),
        ...{ "400": badRequest, "401": noToken, "403": notYou, "404": notFound, "405": otherMethod, "500": fault },
      },
    },
  },
};

export const kpiSchemas = { Kpi: output(KpiWire), KpiTrend: output(KpiTrendWire) };
