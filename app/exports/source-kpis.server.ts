import { kpiNamed } from "#app/reports/kpis.ts";
import { countFigures, readFigures } from "#db/export-figures.ts";
import { readEventQuery } from "./event-query.ts";
import type { Source } from "./source.server.ts";

const pageSize = 1000;

/** Every figure of every day that was measured, with what it is called and what it is counted in. */
export const kpisSource: Source = {
  columns: () => ["day", "key", "label", "unit", "value"],
  readable: { title: "Key figures", columns: () => ["day", "label", "unit", "value"] },
  count: ({ db, workspaceId, query }) => countFigures(db, workspaceId, readEventQuery(query)),
  async *read({ db, workspaceId, query }, from) {
    const filter = readEventQuery(query);
    let after = from === null ? { day: "", key: "" } : JSON.parse(from);
    for (;;) {
      const figures = await readFigures(db, workspaceId, { ...filter, after, limit: pageSize });
      const last = figures.at(-1);
      if (last === undefined) return;
      after = { day: last.day, key: last.key };
      const rows = figures.map(({ day, key, value }) => {
        const kpi = kpiNamed(key);
        return [day, key, kpi?.label ?? null, kpi?.unit ?? null, value];
      });
      yield { rows, after: JSON.stringify(after) };
    }
  },
};
