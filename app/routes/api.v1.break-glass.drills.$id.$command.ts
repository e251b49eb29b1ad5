import type { ActionFunctionArgs } from "@remix-run/node";
import { answerSteps, cancelDrill, finishDrill } from "#app/break-glass/hold-drill.server.ts";
import { DrillEnd, Nothing, StepAnswers } from "#app/break-glass/use-schemas.ts";
import { drillOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answerCommand, wireCommand } from "#app/break-glass/wire-commands.server.ts";
import { methodNotAllowed } from "#app/http/api.server.ts";

const commands = new Map([
  ["answer", wireCommand(StepAnswers, answerSteps)],
  ["finish", wireCommand(DrillEnd, finishDrill)],
  ["cancel", wireCommand(Nothing, cancelDrill)],
]);

export const loader = () => methodNotAllowed("POST");

export const action = (asked: ActionFunctionArgs) => answerCommand(asked, commands, drillOnWire);
