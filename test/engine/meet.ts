import { evaluate } from "#app/engine/evaluate.ts";
import type { Client, Decision, Exemption, FactorKind, MethodName, Policy, Subject } from "#app/engine/types.ts";
import { make, now } from "#test/support/make-engine.ts";

const day = 86_400_000;

/** Returns the instant so many days before another, that of the sign-in unless named. */
export function daysAgo(days: number, from = now): string {
  return new Date(Date.parse(from) - days * day).toISOString();
}

/** Lists factors of these kinds, as somebody has enrolled them. */
export function enrolled(...kinds: FactorKind[]): Pick<Subject, "factors"> {
  return { factors: kinds.map((kind) => make.factor(kind)) };
}

type Meeting = {
  policy?: Partial<Policy>;
  person?: Partial<Subject>;
  /** What the session has completed, a moment ago; authenticators verified their user. */
  methods?: MethodName[];
  client?: Partial<Client>;
  applicationId?: string;
  exemptions?: Exemption[];
  at?: string;
};

/** Returns what Anita meets, who has used her password at the mail application unless something else is said. */
export function meet({
  policy,
  person,
  methods = ["password"],
  client,
  exemptions = [],
  at = now,
  ...rest
}: Meeting): Decision {
  const completed = methods.map((method) =>
    make.completed(method, { completedAt: at, userVerified: method === "passkey" || method === "security_key" }),
  );
  const signIn = make.signIn({
    ...rest,
    subject: make.subject(person),
    completed,
    client: make.client(client),
    now: at,
  });
  return evaluate(signIn, make.policy(policy), exemptions);
}
