import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { z } from "zod";
import { requireToken } from "#app/auth/caller.server.ts";
import { CategoryPut, contentOfCategoryWire, wireOfCategory } from "#app/categories/category-wire.ts";
import { saveCategory } from "#app/categories/save-category.server.ts";
import { answer, changeOnce, json, methodNotAllowed, readJson } from "#app/http/api.server.ts";
import { problem } from "#app/http/problem.ts";
import { categoryIds } from "#app/register/category.ts";
import { getCategory } from "#db/categories.ts";

const Params = z.object({ id: z.enum(categoryIds) });

function idOf(params: unknown) {
  const parsed = Params.safeParse(params);
  if (!parsed.success) throw problem(404, "not_found", "There is no such category.");
  return parsed.data.id;
}

export async function loader({ request, params, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireToken({ request, context }, "read");
    return json(200, wireOfCategory(await getCategory(context.db, workspace.id, idOf(params))));
  });
}

export async function action({ request, params, context }: ActionFunctionArgs) {
  return answer(context, async () => {
    if (request.method !== "PUT") return methodNotAllowed("GET", "PUT");
    const caller = await requireToken({ request, context }, "policy");
    const id = idOf(params);
    const { body, text } = await readJson(request, CategoryPut);
    const content = contentOfCategoryWire(body);
    if (!content.success) {
      const errors = content.error.issues.map(({ path, message }) => ({ field: path.join("."), message }));
      return problem(400, "invalid_body", errors.map(({ message }) => message).join(" "), { errors });
    }
    return changeOnce({ context, caller, request, text }, async (tx) => {
      const category = await saveCategory(tx, {
        workspaceId: caller.workspace.id,
        id,
        basedOn: body.based_on,
        content: content.data,
        reason: body.reason,
        by: caller.actor,
        actor: caller.auditActor,
        now: context.now,
      });
      return { status: 200, body: wireOfCategory(category) };
    });
  });
}
