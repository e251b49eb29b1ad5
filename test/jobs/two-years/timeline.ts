type Item = { at: number; act: () => Promise<void> };

/** What happens next and next: in the order of time, and in the order of asking where it is the same instant. */
export function openTimeline() {
  const items: Item[] = [];
  return {
    add(at: number, act: () => Promise<void>): void {
      let place = items.length;
      while (place > 0 && (items[place - 1]?.at ?? 0) > at) place -= 1;
      items.splice(place, 0, { at, act });
    },
    /** Lets everything happen until an instant; what happens adds to it. */
    async playUntil(until: number): Promise<void> {
      for (let next = items[0]; next && next.at < until; next = items[0]) {
        items.shift();
        await next.act();
      }
    },
  };
}

/** Numbers that look like chance and are the same each time. */
export function dice(seed: number) {
  let state = seed;
  const roll = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return {
    roll,
    isLucky: (chance: number) => roll() < chance,
    between: (from: number, to: number) => from + roll() * (to - from),
  };
}
export type Dice = ReturnType<typeof dice>;
