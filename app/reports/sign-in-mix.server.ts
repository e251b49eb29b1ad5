import { pagePalette } from "#app/charts/chart.ts";
import { mixChart } from "#app/charts/mix-chart.ts";
import { shownFigure } from "#app/charts/shown-figure.ts";
import type { Db } from "#db/connect.ts";
import { listSnapshots } from "#db/kpi-snapshots.ts";
import { type SignInMethod, signInMethods } from "./measured-rows.ts";
import { type ShownChart, shownDay } from "./trend-chart.ts";

const labels: Readonly<Record<SignInMethod, string>> = {
  phishing_resistant: "Passkey or security key",
  otp: "Code of an app or a token",
  codes: "Recovery code",
  exempt: "None, by an exception",
  none: "None was asked, or not yet",
};

/** Draws by what sign-ins were let in over these days, of what was kept each night; null where nobody was. */
export async function signInMix(
  db: Db,
  workspaceId: string,
  { from, to }: { from: string; to: string },
): Promise<ShownChart | null> {
  const kept = async (key: string) => listSnapshots(db, workspaceId, { from, to, key });
  const letIn = new Map((await kept("sign_ins_allowed")).map(({ day, value }) => [day, value]));
  const parts = await Promise.all(
    signInMethods.map(async (method) => ({
      label: labels[method],
      // A share of a day is of the sign-ins let in on it.
      value: (await kept(`sign_in_method_share.${method}`)).reduce(
        (sum, { day, value }) => sum + value * (letIn.get(day) ?? 0),
        0,
      ),
    })),
  );
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  if (total === 0) return null;
  const title = "Sign-ins by method, 30 days";
  const caption = `Of ${Math.round(total).toLocaleString("en")} that were let in, up to the end of ${shownDay(to)}. A sudden shift indicates drift or abuse.`;
  return {
    ...{ key: "sign_in_method_share.phishing_resistant", title, caption },
    svg: mixChart({ title, caption, parts, width: "fluid" }, pagePalette),
    table: {
      head: ["Method", "Sign-ins", "Share"],
      rows: parts.map(({ label, value }) => [
        label,
        Math.round(value).toLocaleString("en"),
        shownFigure(value / total, "share"),
      ]),
    },
  };
}
