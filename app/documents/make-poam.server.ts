import type { Maker } from "#app/exports/maker.server.ts";
import { poam } from "./poam.server.ts";

/** Makes the file of an OSCAL plan of action and milestones. */
export const makePoam: Maker = async ({ reading, params, write, progress }) => {
  const { db, workspaceId, viewerId, query, now } = reading;
  const { from = "", to = "" } = params;
  const document = await poam(db, workspaceId, { from, to, viewerId, query, now });
  const { "poam-items": items } = document["plan-of-action-and-milestones"];
  await write(`${JSON.stringify(document, null, 2)}\n`);
  await progress(items.length, items.length);
  return { rows: items.length };
};
