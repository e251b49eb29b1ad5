import { z } from "zod";
import { devicePostures, effects, protocols, reasons } from "#app/engine/types.ts";
import { clauseNames } from "./clauses-of.ts";
import { EvaluationRequestWire } from "./evaluation-wire.ts";
import { mostResults, type SearchEntity, searchActions } from "./search-request.ts";

const Id = z.string().min(1).max(256);
const Type = z.string().describe("user, service_principal or application; any other is found nowhere");
const Named = z.looseObject({ type: Type, id: Id });
/** The id of what is searched for is ignored. */
const Sought = z.looseObject({ type: Type });
const Action = z.looseObject({ name: z.enum(searchActions) });

const Page = z
  .looseObject({
    token: z.string().optional().describe("`next_token` of the page before, with the same question"),
    limit: z.number().int().min(0).optional().describe(`Counts as ${mostResults} where it is more; 100 unless sent`),
  })
  .optional();

const rest = { context: EvaluationRequestWire.shape.context, page: Page };

/** The requests of the searches as the API description shows them; search-request.ts reads them, a test holds them together. */
export const searchRequestWires: Record<SearchEntity, z.ZodObject> = {
  subject: z.looseObject({ subject: Sought, action: Action, resource: Named, ...rest }),
  resource: z.looseObject({ subject: Named, action: Action, resource: Sought, ...rest }),
  action: z.looseObject({ subject: Named, resource: Named, ...rest }),
};

const instant = z.iso.datetime();
const Exception = z.object({ id: z.string(), effect: z.enum(effects) });

const ClauseWire = z.object({
  clause: z.enum(clauseNames),
  ends_at: instant.nullable(),
  exception: Exception.optional(),
  only: z
    .object({
      networks: z.array(z.string()).readonly().optional(),
      devices: z.array(z.enum(devicePostures)).readonly().optional(),
      protocols: z.array(z.enum(protocols)).readonly().optional(),
    })
    .optional()
    .describe("What the exception is narrowed to, where the question does not say from where."),
});

const permission = {
  clauses: z.array(ClauseWire).optional().describe("sign_in_without_mfa: every way in which a first factor is enough"),
  reason: z.enum(reasons).optional().describe("sign_in, step_up: what the decision would say"),
  exception: Exception.extend({ ends_at: instant }).optional(),
  grace: z.object({ ends_at: instant }).optional(),
};

const FoundEntity = z.object({
  type: z.string(),
  id: z.string(),
  properties: z.object({
    user_name: z.string().optional(),
    display_name: z.string().optional(),
    name: z.string().optional(),
    ...permission,
  }),
});
const FoundAction = z.object({ name: z.enum(searchActions), properties: z.object(permission) });

/** The answer to a search: subjects, resources or actions, and where the next page begins. */
export const SearchResponseWire = z.object({
  page: z.object({ next_token: z.string().describe("Empty at the end."), count: z.number().int() }),
  context: z.object({ reason: z.string() }).optional().describe("Why there cannot be a result."),
  results: z.array(z.union([FoundEntity, FoundAction])),
});
export type SearchResponse = z.output<typeof SearchResponseWire>;
