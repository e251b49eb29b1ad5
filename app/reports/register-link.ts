import { type View, viewAddress } from "#app/register/views.ts";

const views: Readonly<Record<string, View>> = {
  live: "live",
  live_per_100_people: "live",
  live_days_median: "live",
  live_days_oldest: "live",
  waiting: "waiting",
  waiting_days_oldest: "waiting",
};

const filters: Readonly<Record<string, string>> = { category: "category", rating: "rating" };

/** Returns the register with the filter that a figure is of; null where the register has no such filter. */
export function registerLinkOf(key: string): string | null {
  const view = views[key];
  if (view !== undefined) return viewAddress(view);
  if (key === "expiring_30") return `${viewAddress("live")}&ends_within=30`;
  const [live, dimension = "", value = ""] = key.split(".");
  const filter = filters[dimension];
  return live === "live" && filter !== undefined ? `${viewAddress("live")}&${filter}=${value}` : null;
}
