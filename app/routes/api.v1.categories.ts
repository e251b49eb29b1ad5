import type { LoaderFunctionArgs } from "@remix-run/node";
import { requireToken } from "#app/auth/caller.server.ts";
import { wireOfCategory } from "#app/categories/category-wire.ts";
import { answer, json, methodNotAllowed } from "#app/http/api.server.ts";
import { categoryIds } from "#app/register/category.ts";
import { listCategories } from "#db/categories.ts";

export async function loader({ request, context }: LoaderFunctionArgs) {
  return answer(context, async () => {
    const { workspace } = await requireToken({ request, context }, "read");
    const categories = await listCategories(context.db, workspace.id);
    const ordered = categoryIds.flatMap((id) => categories.find((category) => category.id === id) ?? []);
    return json(200, { data: ordered.map(wireOfCategory) });
  });
}

export const action = () => methodNotAllowed("GET");
