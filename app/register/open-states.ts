import { type ExceptionState, exceptionStates } from "#app/engine/types.ts";

/** The states that a record does not leave: it is nobody's work any more. */
export const overStates: readonly ExceptionState[] = ["rejected", "withdrawn", "closed"];

export const openStates: readonly ExceptionState[] = exceptionStates.filter((state) => !overStates.includes(state));
