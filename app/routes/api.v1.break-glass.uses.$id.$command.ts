import type { ActionFunctionArgs } from "@remix-run/node";
import { classify, close, writePostMortem } from "#app/break-glass/account-for-use.server.ts";
import { Classification, Nothing, PostMortemForm } from "#app/break-glass/use-schemas.ts";
import { useOnWire } from "#app/break-glass/uses-on-wire.server.ts";
import { answerCommand, wireCommand } from "#app/break-glass/wire-commands.server.ts";
import { methodNotAllowed } from "#app/http/api.server.ts";

const commands = new Map([
  ["classify", wireCommand(Classification, classify)],
  ["post-mortem", wireCommand(PostMortemForm, writePostMortem)],
  ["close", wireCommand(Nothing, close)],
]);

export const loader = () => methodNotAllowed("POST");

export const action = (asked: ActionFunctionArgs) => answerCommand(asked, commands, useOnWire);
