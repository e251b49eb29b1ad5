import { type ParsedRequest, parseEvaluationRequest } from "./evaluation-request.ts";
import { type EvaluationsSemantic, evaluationsSemantics } from "./evaluations-semantic.ts";
import type { SeenContexts } from "./read-context.ts";
import { isObject } from "./read-member.ts";

/** How many evaluations a call may carry. */
export const mostEvaluations = 100;

/** A call with a list of evaluations; each was understood or was not. */
export type EvaluationsRequest = { semantic: EvaluationsSemantic; items: readonly ParsedRequest[] };

export type ParsedEvaluations =
  | { kind: "several"; call: EvaluationsRequest }
  /** Without a list, or with an empty one, the body is a single evaluation. */
  | { kind: "single"; parsed: ParsedRequest }
  | { kind: "malformed"; message: string };

const fourTuple = ["subject", "action", "resource", "context"] as const;

/**
 * Reads an AuthZEN 1.0 evaluations request. What the top level says of subject, action, resource and context stands in for
 * what an evaluation leaves out, and is replaced whole by what it does not. An evaluation that cannot be understood is one
 * error among the others; a list, options or semantic that cannot be is the mistake of the whole call.
 */
export function parseEvaluationsRequest(body: unknown): ParsedEvaluations {
  if (!isObject(body)) return malformed("the body is not a JSON object");
  const { evaluations, options = {} } = body;
  if (evaluations !== undefined && !Array.isArray(evaluations)) return malformed("evaluations is not an array");
  if (evaluations === undefined || evaluations.length === 0)
    return { kind: "single", parsed: parseEvaluationRequest(body) };
  if (evaluations.length > mostEvaluations)
    return malformed(`evaluations has ${evaluations.length} entries, at most ${mostEvaluations} are decided at once`);
  if (!isObject(options)) return malformed("options is not an object");
  const semantic = options.evaluations_semantic ?? "execute_all";
  if (!isSemantic(semantic))
    return malformed(`options.evaluations_semantic is not one of ${evaluationsSemantics.join(", ")}`);
  const defaults = Object.fromEntries(fourTuple.filter((key) => key in body).map((key) => [key, body[key]]));
  const seen: SeenContexts = new WeakMap();
  const items = evaluations.map(
    (item: unknown): ParsedRequest =>
      isObject(item)
        ? parseEvaluationRequest({ ...defaults, ...item }, seen)
        : { ok: false, message: "the evaluation is not an object" },
  );
  return { kind: "several", call: { semantic, items } };
}

function isSemantic(value: unknown): value is EvaluationsSemantic {
  return (evaluationsSemantics as readonly unknown[]).includes(value);
}

function malformed(message: string): ParsedEvaluations {
  return { kind: "malformed", message };
}
