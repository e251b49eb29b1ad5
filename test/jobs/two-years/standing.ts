import { day, hour, quartersOf, text } from "./calendar.ts";
import type { Standing } from "./world.ts";

type Quarter = { name: string; from: number };

/** The audit of tokens: one a quarter, announced before it is due and when it is overdue. */
export function auditsOf(tokenSince: number) {
  const quarters: Quarter[] = [2026, 2027, 2028].flatMap((year) =>
    quartersOf(year).map((from, index) => ({ name: `${year}-Q${index + 1}`, from })),
  );
  const opened = new Map<string, number>();
  let open: { dueAt: number; told: Set<number> } | null = null;

  const opening: Standing = {
    said: (at) => {
      const current = quarters.findLast(({ from }) => from <= at);
      if (!current || open || tokenSince >= current.from || opened.has(current.name)) return [];
      opened.set(current.name, at);
      open = { dueAt: at + 30 * day, told: new Set() };
      return [`oath_audit.opened ${current.name}`];
    },
    next: () => {
      const dueAt = open?.dueAt;
      return dueAt === undefined ? [] : [7, 1, 0].map((days) => ["chase-oath-audits", dueAt - days * day]);
    },
  };
  const chasing: Standing = {
    said: (at) => {
      const passed = open
        ? [7, 1, 0].filter((days) => !open?.told.has(days) && (open?.dueAt ?? 0) - at <= days * day)
        : [];
      if (passed.length === 0) return [];
      for (const days of passed) open?.told.add(days);
      return [`oath_audit.reminded ${Math.min(...passed)}`];
    },
    next: () => [],
  };
  return {
    standing: { "open-oath-audits": opening, "chase-oath-audits": chasing },
    quarters,
    opened,
    closed: () => {
      open = null;
    },
  };
}

const graceHours = 336;

/** The time that people have to enrol a factor, from their first sign-in on. */
export function enrolmentOf() {
  const people: { userId: string; since: number; isGranted: boolean; isOver: boolean; told: Set<number> }[] = [];
  const endOf = ({ since }: { since: number }) => since + graceHours * hour;

  const noting: Standing = {
    said: (at) =>
      people.flatMap((each) => {
        const endsAt = endOf(each);
        if (!each.isGranted && each.since <= at && at < endsAt) {
          each.isGranted = true;
          return [`TENANT_MFA_GRACE_GRANTED ${each.userId} ${text(endsAt)}`];
        }
        if (!each.isGranted || each.isOver || endsAt > at) return [];
        each.isOver = true;
        return [`TENANT_MFA_GRACE_EXPIRED ${each.userId} ${text(endsAt)}`];
      }),
    next: () => [],
  };
  const warning: Standing = {
    said: (at) =>
      people.flatMap((each) => {
        const left = endOf(each) - at;
        const passed = [7, 3, 1].filter((days) => !each.told.has(days) && left <= days * day);
        if (!each.isGranted || left <= 0 || passed.length === 0) return [];
        for (const days of passed) each.told.add(days);
        return [`user.grace_warned ${each.userId} ${Math.min(...passed)}`];
      }),
    next: () => [],
  };
  return {
    standing: { "note-grace": noting, "remind-unenrolled": warning },
    /** Returns what has to be looked at for somebody who has signed in for the first time. */
    begin: (userId: string, since: number): [name: string, due: number][] => {
      people.push({ userId, since, isGranted: false, isOver: false, told: new Set() });
      const endsAt = endOf({ since });
      return [
        ["note-grace", since],
        ["note-grace", endsAt],
        ...[7, 3, 1].map((days): [string, number] => ["remind-unenrolled", endsAt - days * day]),
      ];
    },
  };
}
