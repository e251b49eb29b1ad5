import { poam } from "#app/documents/poam.server.ts";
import { csvRow } from "#app/exports/csv-row.ts";
import type { Making } from "#app/exports/maker.server.ts";
import type { Source } from "#app/exports/source.server.ts";
import { sources } from "#app/exports/sources.server.ts";
import { writeSource } from "#app/exports/write-source.server.ts";
import { wallClockOf } from "#app/register/wall-clock.ts";
import { touchedRecords } from "#db/evidence.ts";
import type { Manifest } from "./manifest.ts";
import type { PackFacts } from "./pack-facts.server.ts";
import type { PackPart } from "./pack-part.ts";
import { partsOfDocuments } from "./parts-of-documents.server.ts";

type Parts = { parts: PackPart[]; leftOut: Manifest["left_out"] };

/** The parts that people read: the register, what was done about it, and what was approved. */
export async function partsOfRegister(making: Making, facts: PackFacts): Promise<Parts> {
  const { from, to } = facts.period;
  const { timeZone } = facts.workspace;
  const asOf = { ...making, reading: { ...making.reading, asOf: to, query: "" } };
  const of = (period: Record<string, string>) => ({
    ...making,
    reading: { ...making.reading, asOf: null, query: String(new URLSearchParams(period)) },
  });
  const inPeriod = of({ from, to });
  // Figures are of calendar days.
  const onDays = of({ from: wallClockOf(from, timeZone).slice(0, 10), to: wallClockOf(to, timeZone).slice(0, 10) });
  const documents = await partsOfDocuments(making, facts);
  return {
    parts: [
      ...tables("register", "the register as it stood at the end of the period", sources.register, asOf),
      touched(making, facts),
      ...tables("reviews", "the reviews of the period", sources.reviews, inPeriod),
      ...tables(
        "break-glass",
        "accounts for emergencies, with rotations, drills and uses",
        sources.break_glass,
        inPeriod,
      ),
      ...tables("kpis", "the figures of every day of the period", sources.kpis, onDays),
      planOfAction(of({}), facts),
      ...documents.parts,
    ],
    leftOut: documents.leftOut,
  };
}

function tables(name: string, about: string, source: Source, making: Making): PackPart[] {
  const part = (format: "csv" | "jsonl", how: string): PackPart => ({
    path: `${name}.${format}`,
    about: `${about}, ${how}`,
    make: async (put) => {
      const { rows } = await writeSource(source, format, {
        ...making,
        cursor: null,
        write: put,
        progress: async () => making.signal.throwIfAborted(),
      });
      return rows;
    },
  });
  return [part("csv", "for a spreadsheet"), part("jsonl", "for a program")];
}

/** Which records were changed in the period; the log says how. */
function touched({ reading }: Making, { period }: PackFacts): PackPart {
  return {
    path: "touched.csv",
    about: "the records of which something was changed in the period, and how often",
    make: async (put) => {
      const records = await touchedRecords(reading.db, reading.workspaceId, period);
      const rows = records.map(({ id, changes, firstAt, lastAt }) => [id, changes, firstAt, lastAt]);
      await put([["id", "changes", "first_at", "last_at"], ...rows].map(csvRow).join(""));
      return records.length;
    },
  };
}

function planOfAction({ reading }: Making, { period }: PackFacts): PackPart {
  const { db, workspaceId, viewerId, query, now } = reading;
  return {
    path: "poam.json",
    about: "the period's exceptions as an OSCAL plan of action and milestones",
    make: async (put) => {
      await put(`${JSON.stringify(await poam(db, workspaceId, { ...period, viewerId, query, now }), null, 2)}\n`);
      return null;
    },
  };
}
