import { z } from "zod";
import { EvaluationRequestWire, EvaluationResponseWire } from "./evaluation-wire.ts";
import { mostEvaluations } from "./evaluations-request.ts";
import { evaluationsSemantics } from "./evaluations-semantic.ts";

const Item = EvaluationRequestWire.partial();

/** The request of a call with many evaluations; what its top level says stands in for what one of them leaves out. */
export const EvaluationsRequestWire = Item.extend({
  evaluations: z.array(Item).max(mostEvaluations).optional().describe("Without it the body is a single evaluation."),
  options: z.looseObject({ evaluations_semantic: z.enum(evaluationsSemantics).nullable().optional() }).optional(),
});

const ItemError = z.object({
  decision: z.literal(false),
  context: z.object({ error: z.object({ status: z.literal(400), message: z.string() }) }),
});

/** The answer: decisions and errors in the order of the request. */
export const EvaluationsResponseWire = z.object({ evaluations: z.array(z.union([EvaluationResponseWire, ItemError])) });
