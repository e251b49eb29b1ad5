import type { ActionFunctionArgs } from "@remix-run/node";
import { closeIncident, declareIncident, endEmergency, writeReport } from "#app/break-glass/see-to-incident.server.ts";
import { EmergencyForm, Nothing, ReportForm } from "#app/break-glass/use-schemas.ts";
import { incidentOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answerCommand, wireCommand } from "#app/break-glass/wire-commands.server.ts";
import { methodNotAllowed } from "#app/http/api.server.ts";

const commands = new Map([
  ["declare", wireCommand(EmergencyForm, declareIncident)],
  ["report", wireCommand(ReportForm, writeReport)],
  ["end", wireCommand(Nothing, endEmergency)],
  ["close", wireCommand(Nothing, closeIncident)],
]);

export const loader = () => methodNotAllowed("POST");

export const action = (asked: ActionFunctionArgs) => answerCommand(asked, commands, incidentOnWire);
