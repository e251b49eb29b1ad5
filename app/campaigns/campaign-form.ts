import { typedTime } from "#app/register/typed-time.ts";
import { NewCampaign } from "./campaign-schemas.ts";

type Read = { ok: true; wish: NewCampaign } | { ok: false; errors: Record<string, string> };

/** Reads the form that begins a campaign; what was left empty is any, and the deadline is by the clocks of the workspace. */
export function campaignIn(form: FormData, timeZone: string): Read {
  const text = (name: string) => form.get(name)?.toString().trim() || null;
  const parsed = NewCampaign.safeParse({
    name: text("name") ?? "",
    selection: {
      category: text("category"),
      rating: text("rating"),
      owner_id: text("owner_id"),
      application: text("application"),
    },
    reviewer_ids: form.getAll("reviewer_ids").map(String),
    deadline: typedTime(text("deadline") ?? "", timeZone) ?? "",
  });
  if (parsed.success) return { ok: true, wish: parsed.data };
  const errors = parsed.error.issues.map(({ path, message }) => [String(path.at(-1)), message]);
  return { ok: false, errors: Object.fromEntries(errors) };
}
