import { NewCampaign } from "./campaign-schemas.ts";

type Read = { ok: true; wish: NewCampaign } | { ok: false; errors: Record<string, string> };

/** Reads the form that begins a campaign; what was left empty is any. */
export function campaignIn(form: FormData): Read {
  const text = (name: string) => form.get(name)?.toString().trim() || null;
  const deadline = text("deadline") ?? "";
  const parsed = NewCampaign.safeParse({
    name: text("name") ?? "",
    selection: {
      category: text("category"),
      rating: text("rating"),
      owner_id: text("owner_id"),
      application: text("application"),
    },
    reviewer_ids: form.getAll("reviewer_ids").map(String),
    // The control shows UTC and sends no zone.
    deadline: /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(deadline) ? `${deadline}:00Z` : deadline,
  });
  if (parsed.success) return { ok: true, wish: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => [String(path.at(-1)), message]);
  return { ok: false, errors: Object.fromEntries(errors) };
}
