import { Link } from "@remix-run/react";
import type { Usage } from "#app/register/usage.ts";
import { Figures } from "./figures.tsx";
import { When } from "./when.tsx";

/** How often it was used, when last, by how many, and what is left. */
export function UsageFigures({ id, usage, now }: { id: string; usage: Usage; now: string }) {
  const { count, lastUsedAt, subjects, networks, maxUses, usesLeft, dormancy } = usage;
  return (
    <Figures
      figures={[
        {
          term: "Sign-ins that rested on it",
          value: count.toLocaleString("en"),
          note: noteOfCount(id, usage),
        },
        {
          term: "Last used",
          value: lastUsedAt ? <When at={lastUsedAt} now={now} /> : "never",
          note: dormancy ? `unused for ${dormancy.days} days` : undefined,
        },
        {
          term: "Used by",
          value: subjects.count.toLocaleString("en"),
          note: networks.count === 0 ? undefined : `from ${networksText(networks.count)}`,
        },
        {
          term: "Uses left",
          value: usesLeft === null ? "no limit" : usesLeft.toLocaleString("en"),
          note: maxUses === null ? undefined : `of ${maxUses.toLocaleString("en")}`,
        },
      ]}
    />
  );
}

function noteOfCount(id: string, { count, isComplete }: Usage) {
  if (!isComplete) return "more are being counted";
  return count === 0 ? undefined : <Link to={`/decisions?exception=${id}`}>Show them</Link>;
}

function networksText(count: number): string {
  return count === 1 ? "1 network" : `${count.toLocaleString("en")} networks`;
}
