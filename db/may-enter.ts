import { type Expression, type ExpressionWrapper, expressionBuilder, type SqlBool } from "kysely";
import type { Instant } from "#app/engine/types.ts";
import type { Schema } from "./schema.ts";

/**
 * Whether the person of a row of users is somebody to the register: not barred, and what was given to them for a time is not
 * over. At the very instant of its end it is.
 */
export function mayEnter(now: Instant): Expression<SqlBool> {
  const eb = expressionBuilder<Schema, "users">();
  const isOpen: ExpressionWrapper<Schema, "users", SqlBool> = eb.or([
    eb("users.accessEndsAt", "is", null),
    eb("users.accessEndsAt", ">", now),
  ]);
  return eb.and([eb("users.disabledAt", "is", null), isOpen]);
}
