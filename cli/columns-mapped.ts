import { z } from "zod";
import type { ColumnMap } from "#app/imports/sheet.server.ts";
import { WrongUse } from "./wrong-use.ts";

type Mapping<F extends string> = {
  /** As field=Column. */
  map: readonly string[] | undefined;
  fromFile: unknown;
  isField(field: string): field is F;
  /** All that there are, for whoever mistypes one. */
  fields: readonly string[];
};

/** Returns which column each field is read from. @throws WrongUse on a field that does not exist. */
export function columnsMapped<F extends string>({ map = [], fromFile, isField, fields }: Mapping<F>): ColumnMap<F> {
  const pairs = map.map((pair) => {
    const [field, ...column] = pair.split("=");
    return [field, column.join("=")];
  });
  const parsed = z
    .record(z.string(), z.string().min(1))
    .safeParse({ ...(fromFile as object), ...Object.fromEntries(pairs) }); // cast: anything else is refused just here
  if (!parsed.success) throw new WrongUse("a column is mapped as field=Column");
  const unknown = Object.keys(parsed.data).find((field) => !isField(field));
  if (unknown !== undefined) throw new WrongUse(`there is no field "${unknown}"; the fields are ${fields.join(", ")}`);
  return parsed.data as ColumnMap<F>; // cast: its keys were looked up just above
}
