/** Where a decision stands: the row of a batch of a stream. */
export type DecisionPlace = { stream: string; batch: number; position: number };

export function decisionIdOf({ stream, batch, position }: DecisionPlace): string {
  return `${stream}.${batch}.${position}`;
}

/** Returns the place that an id names, or null for what is none. */
export function placeOf(id: string): DecisionPlace | null {
  const [, stream, batch, position] = /^([0-9a-z]{1,64})\.(\d{1,9})\.(\d{1,9})$/.exec(id) ?? [];
  return stream && batch && position ? { stream, batch: Number(batch), position: Number(position) } : null;
}
