import type { z } from "zod";
import {
  DayQuery,
  KpiPartsWire,
  KpiRowsWire,
  KpisWire,
  KpiTrendWire,
  KpiWire,
  PartsQuery,
  RowsQuery,
  TrendQuery,
} from "#app/reports/kpi-wire.ts";
import { answered, output, queryParameters, ref, refusedAnswers } from "./openapi-parts.ts";

const { 400: badRequest, 401: noToken, 403: notYou, 404: notFound, 405: otherMethod, 500: fault } = refusedAnswers;
const read = { security: [{ token: ["read"] }] };
const refusals = { "400": badRequest, "401": noToken, "403": notYou, "405": otherMethod, "500": fault };
const key = { name: "key", in: "path", required: true, schema: { type: "string" }, example: "live" };

const ofFigure = (operationId: string, summary: string, query: z.ZodObject, success: unknown) => ({
  parameters: [key],
  get: {
    ...read,
    ...{ operationId, summary, parameters: queryParameters(query) },
    responses: { "200": success, "404": notFound, ...refusals },
  },
});

/** The figures of the register, for the description of the whole interface. */
export const kpiPaths = {
  "/api/v1/kpis": {
    get: {
      ...read,
      operationId: "listKpis",
      summary: "Read every figure as it is now or was at the end of a day, with its definition; for people with a role",
      parameters: queryParameters(DayQuery),
      responses: { "200": answered("The figures.", ref("Kpis")), ...refusals },
    },
  },
  "/api/v1/kpis/{key}": ofFigure(
    "readKpi",
    "Read one figure over days, as it was kept each night; for people with a role",
    TrendQuery,
    answered("The figure and its days.", ref("KpiTrend")),
  ),
  "/api/v1/kpis/{key}/rows": ofFigure(
    "listKpiRows",
    "Read the rows that a figure was made of; people and their secrets only for admins and auditors",
    RowsQuery,
    answered("A page of the rows.", ref("KpiRows")),
  ),
  "/api/v1/kpis/{key}/parts": ofFigure(
    "listKpiParts",
    "Take a figure apart by category, risk, owner, department or application",
    PartsQuery,
    answered("The figure of each part.", ref("KpiParts")),
  ),
};

export const kpiSchemas = {
  ...{ Kpi: output(KpiWire), Kpis: output(KpisWire), KpiTrend: output(KpiTrendWire) },
  ...{ KpiRows: output(KpiRowsWire), KpiParts: output(KpiPartsWire) },
};
