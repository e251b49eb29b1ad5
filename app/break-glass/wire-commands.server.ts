import type { ActionFunctionArgs } from "@remix-run/node";
import { type ZodType, z } from "zod";
import { type Caller, requireToken } from "#app/auth/caller.server.ts";
import type { Instant } from "#app/engine/types.ts";
import { answer, changeOnce, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { Refused } from "#app/register/refused.ts";
import type { Db } from "#db/connect.ts";

type One = { caller: Caller; id: string; now: Instant };

/** A request for a change that has been read, and what carries it out. */
type Asked = { text: string; carryOut(tx: Db, one: One): Promise<void> };
type WireCommand = (request: Request) => Promise<Asked>;

/** A change over the API: the shape of its body, and what is done with it. */
export function wireCommand<Said>(
  schema: ZodType<Said>,
  carryOut: (tx: Db, one: One & { said: Said }) => Promise<void>,
): WireCommand {
  return async (request) => {
    const { body, text } = await readJson(request, schema);
    return { text, carryOut: (tx, one) => carryOut(tx, { ...one, said: body }) };
  };
}

const Params = z.object({ id: z.string().min(1), command: z.string() });

/** Carries out the change that an address names, and answers with what it was done to. */
export function answerCommand(
  { request, params, context }: ActionFunctionArgs,
  commands: ReadonlyMap<string, WireCommand>,
  show: (tx: Db, caller: Caller, id: string, now: Instant) => Promise<unknown>,
): Promise<Response> {
  return answer(context, async () => {
    if (request.method !== "POST") return methodNotAllowed("POST");
    const caller = await requireToken({ request, context }, "write");
    const { id, command } = Params.parse(params);
    const read = commands.get(command);
    if (!read) throw new Refused(404, "not_found", `There is no command ${command}.`);
    const { text, carryOut } = await read(request);
    return changeOnce({ context, caller, request, text }, async (tx) => {
      await carryOut(tx, { caller, id, now: context.now });
      return { status: 200, body: await show(tx, caller, id, context.now) };
    });
  });
}
