import type { Db } from "#db/connect.ts";
import { definitionOf, definitions } from "./definitions.ts";
import type { Definition } from "./kpi.ts";
import { derive, type Figures, measure } from "./measure.ts";
import { momentOf, readRows } from "./read-rows.server.ts";

/**
 * Measures a day that is over, as history has it: whenever it is asked, the answer is the same. Of a day on which nobody
 * looked at the people there is nothing to say of them.
 */
export async function figuresAt(db: Db, workspaceId: string, day: string): Promise<Figures> {
  return measureDay(db, workspaceId, day, definitions);
}

/** Measures one figure of a day that is over, in the same way; null where there is nothing to say. */
export async function figureAt(
  db: Db,
  workspaceId: string,
  { key, day }: { key: string; day: string },
): Promise<number | null> {
  const definition = definitionOf(key);
  if (definition === undefined) return null;
  const parts = partsOf(definition).map(definitionOf);
  const asked = [definition, ...parts].filter((each) => each !== undefined);
  return (await measureDay(db, workspaceId, day, asked))[key] ?? null;
}

async function measureDay(db: Db, workspaceId: string, day: string, asked: readonly Definition[]): Promise<Figures> {
  const moment = await momentOf(db, workspaceId, day, day);
  const kinds = [...new Set(asked.filter(({ derived }) => derived === undefined).map(({ rows }) => rows))];
  const figures = measure(asked, await readRows(db, moment, kinds), moment.at);
  return { ...figures, ...derive(asked, figures) };
}

function partsOf({ derived }: Definition): string[] {
  if (derived === undefined) return [];
  return derived.kind === "ratio" ? [derived.part, derived.whole] : [derived.of, derived.less];
}
