import { day, hour, localDaysLater, text } from "./calendar.ts";

/** What is promised of each kind of exception, copied by hand from the design and not read from the product. */
export const kinds = {
  break_glass: { most: 365, lifetime: null, every: [30, 30, 30, 30], first: null, silence: "remind", grace: 7 },
  administrative_exclusion: { most: 14, lifetime: 30, every: [7, 7, 7, 7], first: null, silence: "suspend", grace: 2 },
  legacy_or_service_account: {
    ...{ most: 180, lifetime: 730, every: [90, 60, 30, 30], first: null, silence: "suspend", grace: 14 },
  },
  enrollment_constraint: { most: 30, lifetime: 60, every: [7, 7, 7, 7], first: null, silence: "revoke", grace: 3 },
  accessibility: { most: 365, lifetime: null, every: [90, 90, 90, 90], first: 30, silence: "remind", grace: 14 },
  federated_partner: { most: 180, lifetime: 365, every: [30, 30, 30, 30], first: null, silence: "suspend", grace: 7 },
  incident_or_test: { most: 7, lifetime: 14, every: [1, 1, 1, 1], first: null, silence: "revoke", grace: 1 },
} as const;
export type Kind = keyof typeof kinds;

type Silence = { remindedAt: number; warnedAt: number | null; actsAt: number; nextAt: number | null };

/** What people and jobs have made of one exception, as the model knows it. */
export type Known = {
  id: string;
  /** The service that signs in by it, and by nothing else. */
  principal: string;
  kind: Kind;
  /** 0 is low, 3 critical. */
  rating: number;
  state: "waits" | "asked" | "active" | "suspended" | "revoked" | "withdrawn" | "closed";
  start: number;
  end: number;
  activated: number;
  startTold: boolean;
  endTold: boolean;
  closureTold: boolean;
  endedAt: number | null;
  nextReview: number | null;
  silence: Silence | null;
  warned: Set<string>;
  milestone: { dueAt: number; isTold: boolean; isDone: boolean } | null;
  /** Approvers who are silent: about the request, or about an emergency. */
  wait: {
    since: number;
    every: number;
    escalatesAfter: number;
    lapsesAfter: number | null;
    told: number;
    isEscalated: boolean;
  } | null;
  question: { since: number; lapsesAt: number | null } | null;
  isEmergency: boolean;
};

/** What a job has to write into the audit log when it runs at an instant, and the instants at which it next has something. */
export type Promised = { said(known: Known, at: number): string[]; due(known: Known): (number | null)[] };

const inForce = ({ state }: Known) => state === "active" || state === "suspended";
const warnings = [14, 7, 3, 1];

/** Says what a review that was kept is followed by. */
export function reviewed(known: Known, at: number): void {
  known.nextReview = localDaysLater(at, kinds[known.kind].every[known.rating] ?? Number.NaN);
  known.silence = null;
}

export const promises: Record<string, Promised> = {
  "note-activations": {
    due: (known) => [inForce(known) && !known.startTold ? known.start : null],
    said: (known, at) => {
      if (!inForce(known) || known.startTold || known.start > at) return [];
      known.startTold = true;
      return [`exception.activated ${known.id}`];
    },
  },

  "expire-exceptions": {
    due: (known) => [inForce(known) && !known.endTold ? known.end : null],
    said: (known, at) => {
      if (!inForce(known) || known.endTold || known.end > at) return [];
      known.endTold = true;
      const lapse = known.isEmergency ? [`exception.emergency_lapsed ${known.id}`] : [];
      return [`exception.expired ${known.id} ${text(known.end)}`, ...lapse];
    },
  },

  "remind-owners": {
    due: (known) => (inForce(known) ? untold(known).map((days) => known.end - days * day) : []),
    said: (known, at) => {
      if (!inForce(known) || known.end <= at) return [];
      const passed = untold(known).filter((days) => known.end - at <= days * day);
      if (passed.length === 0) return [];
      for (const days of passed) known.warned.add(`${known.end} ${days}`);
      return [`exception.expiry_warned ${known.id} ${text(known.end)} ${Math.min(...passed)}`];
    },
  },

  "answer-silence": {
    due: (known) => (inForce(known) ? [known.silence ? known.silence.nextAt : known.nextReview] : []),
    said: answerSilence,
  },

  "chase-owners": {
    due: (known) => [
      known.milestone && !known.milestone.isTold ? known.milestone.dueAt : null,
      isOpenAfterEnd(known) ? (known.endedAt ?? known.end) + 7 * day : null,
    ],
    said: (known, at) => {
      const said: string[] = [];
      const { milestone } = known;
      const isLate = milestone && !milestone.isTold && !milestone.isDone && milestone.dueAt <= at;
      if (isLate && inForce(known) && known.end > at) {
        milestone.isTold = true;
        said.push(`exception.milestone_missed ${known.id}`);
      }
      const endedAt = known.endedAt ?? known.end;
      if (!isOpenAfterEnd(known) || endedAt + 7 * day > at) return said;
      known.closureTold = true;
      return [...said, `exception.closure_proposed ${known.id}`];
    },
  },

  "chase-approvals": {
    due: ({ wait }) =>
      wait
        ? [
            wait.since + (wait.told + 1) * wait.every,
            wait.isEscalated ? null : wait.since + wait.escalatesAfter,
            wait.lapsesAfter && wait.since + wait.lapsesAfter,
          ]
        : [],
    said: chaseApprovals,
  },

  "chase-requestors": {
    due: ({ question }) => (question ? [question.lapsesAt ?? question.since + 2 * day] : []),
    said: (known, at) => {
      const { question } = known;
      if (known.state !== "asked" || !question) return [];
      if (question.lapsesAt === null) {
        if (question.since + 2 * day > at) return [];
        question.lapsesAt = Math.max(question.since + 14 * day, at + 2 * day);
        return [`exception.answer_reminded ${known.id} ${text(question.lapsesAt)}`];
      }
      if (question.lapsesAt > at) return [];
      Object.assign(known, { state: "withdrawn", question: null });
      return [`exception.lapsed ${known.id}`];
    },
  },
};

function untold(known: Known): number[] {
  return warnings.filter((days) => !known.warned.has(`${known.end} ${days}`));
}

function isOpenAfterEnd(known: Known): boolean {
  return !known.closureTold && (inForce(known) || known.state === "revoked");
}

/** Reminds when it is due, warns half-way, and does at the end of the grace what the kind says; one step each time. */
function answerSilence(known: Known, at: number): string[] {
  const { id, kind, nextReview, silence } = known;
  if (!inForce(known) || nextReview === null || nextReview > at || known.end <= at) return [];
  const says = (what: string, actsAt: number) => `exception.review_${what} ${id} ${text(nextReview)} ${text(actsAt)}`;
  if (silence === null) {
    const actsAt = localDaysLater(at, kinds[kind].grace);
    known.silence = { remindedAt: at, warnedAt: null, actsAt, nextAt: between(at, actsAt) };
    return [says("reminded", actsAt)];
  }
  if (silence.nextAt === null || silence.nextAt > at) return [];
  if (silence.warnedAt === null) {
    const actsAt = Math.max(silence.actsAt, at + silence.actsAt - between(silence.remindedAt, silence.actsAt));
    known.silence = { ...silence, warnedAt: at, actsAt, nextAt: actsAt };
    return [says("warned", actsAt)];
  }
  known.silence = { ...silence, nextAt: null };
  return [says("unanswered", silence.actsAt), ...consequence(known, at)];
}

function consequence(known: Known, at: number): string[] {
  const { silence } = kinds[known.kind];
  if (silence === "remind" || (silence === "suspend" && known.state === "suspended")) return [];
  if (silence === "suspend") {
    known.state = "suspended";
    return [`exception.suspended ${known.id}`];
  }
  Object.assign(known, { state: "revoked", endedAt: at, nextReview: null });
  return [`exception.revoked ${known.id}`];
}

function between(one: number, other: number): number {
  return Math.trunc((one + other) / 2);
}

function chaseApprovals(known: Known, at: number): string[] {
  const { id, wait } = known;
  const isOpen = known.state === "waits" || (inForce(known) && known.end > at);
  if (wait === null || !isOpen) return [];
  const waited = at - wait.since;
  if (wait.lapsesAfter !== null && waited >= wait.lapsesAfter) {
    Object.assign(known, { state: "withdrawn", wait: null });
    return [`exception.lapsed ${id}`];
  }
  const said: string[] = [];
  const number = Math.floor(waited / wait.every);
  // Once its term is over nobody can approve a request: to remind nobody would help nobody.
  const isBeyondAll = known.end <= at && number > wait.told;
  if (!wait.isEscalated && (waited >= wait.escalatesAfter || isBeyondAll)) {
    wait.isEscalated = true;
    said.push(`exception.approval_escalated ${id}`);
  }
  if (number > wait.told) {
    wait.told = number;
    said.push(`exception.approval_reminded ${id}`);
  }
  return said;
}

/** How long approvers may be silent: about a request, and about an emergency, which has a day. */
export const patience = {
  request: { every: 2 * day, escalatesAfter: 5 * day, lapsesAfter: 14 * day, told: 0, isEscalated: false },
  emergency: { every: hour, escalatesAfter: 12 * hour, lapsesAfter: null, told: 0, isEscalated: false },
} as const;
