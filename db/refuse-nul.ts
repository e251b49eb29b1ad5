import type { DatabaseConnection } from "kysely";
import { Refused } from "#app/register/refused.ts";

const guarded = new WeakSet<DatabaseConnection>();

/**
 * Makes a connection refuse texts with a NUL, once. PostgreSQL cannot keep one, and SQLite would keep what nothing can print.
 * Whatever a form, an address or a cookie brings has to pass here; nobody types one.
 */
export function refuseNul(connection: DatabaseConnection): DatabaseConnection {
  if (guarded.has(connection)) return connection;
  guarded.add(connection);
  const execute = connection.executeQuery.bind(connection);
  connection.executeQuery = async (query, options) => {
    if (query.parameters.some(hasNul))
      throw new Refused(400, "nul_in_text", "A text has a NUL in it (U+0000). Leave it out.");
    return execute(query, options);
  };
  return connection;
}

/** In JSON it stands as an escape that is not itself escaped; PostgreSQL keeps that, and fails when it is taken apart. */
const escapedNul = /(?<!\\)(?:\\\\)*\\u0000/;

function hasNul(parameter: unknown): boolean {
  if (typeof parameter !== "string") return false;
  return parameter.includes("\0") || (/^[[{]/.test(parameter) && escapedNul.test(parameter));
}
