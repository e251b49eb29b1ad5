import { DraftSchema } from "./exception-schemas.ts";

/** Returns what an address lets a new draft begin with; what a draft cannot hold is left out. */
export function begunDraft(params: URLSearchParams) {
  const { category, effect, title, scope } = DraftSchema.shape;
  const chosen = category.safeParse(params.get("category"));
  const lowered = effect.safeParse(params.get("effect") ?? undefined);
  const named = title.safeParse(params.get("title") ?? undefined);
  const about = scope.safeParse({
    users: params.getAll("user"),
    servicePrincipals: params.getAll("service_principal"),
    groups: params.getAll("group"),
    roles: params.getAll("role"),
    applications: params.getAll("application"),
  });
  const empty = DraftSchema.omit({ category: true }).parse({});
  return {
    ...empty,
    category: chosen.success ? chosen.data : ("" as const),
    ...(lowered.success && { effect: lowered.data }),
    ...(named.success && { title: named.data }),
    ...(about.success && { scope: about.data }),
  };
}
