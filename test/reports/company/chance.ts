import { dice } from "../../jobs/two-years/timeline.ts";

/** Chance that is the same each time. */
export function chanceFrom(seed: number) {
  const chance = dice(seed);
  return { ...chance, of: <T>(choices: readonly T[]): T => choices[Math.floor(chance.roll() * choices.length)] as T }; // cast: a roll is below 1
}
export type Chance = ReturnType<typeof chanceFrom>;
