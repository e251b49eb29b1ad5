import { z } from "zod";
import { custodyMatters } from "./custody.ts";
import { auditQuestions } from "./oath-audit.ts";
import { revocations } from "./oath-token.ts";

const code = z.string().trim().min(1, "Enter the code.").max(20);
const address = z.string().trim().min(1, "Enter their address.").max(320);
const place = z.string().trim().min(1, "Say where.").max(200);

const twoCodes = { firstCode: code, secondCode: code };

/** The two codes that set a clock. */
export const ResyncForm = z.object(twoCodes);

/** What an admin does with a token on its page. */
export const TokenForm = z.discriminatedUnion("intent", [
  z.object({ intent: z.literal("assign"), userName: address, code }),
  z.object({ intent: z.literal("unassign"), place }),
  z.object({ intent: z.literal("revoke"), revocation: z.enum(revocations, "Choose a reason.") }),
  z.object({ intent: z.literal("resync"), ...twoCodes }),
  z.object({
    intent: z.literal("replacement"),
    replaceBy: z.union([z.literal("").transform(() => null), z.iso.date("Enter a date.")]),
  }),
  z.object({ intent: z.literal("custody"), matter: z.enum(custodyMatters), holder: address, place }),
]);
export type TokenForm = z.output<typeof TokenForm>;

const text = (empty: string) => z.string().trim().min(1, empty).max(2000);

/** What an admin does with an audit on its page. */
export const AuditForm = z.discriminatedUnion("intent", [
  z.object({
    intent: z.literal("answer"),
    question: z.enum(auditQuestions),
    note: text("Say what you looked at, and what you found."),
  }),
  z.object({
    intent: z.literal("close"),
    statement: text("Say what the sign-off rests on."),
    evidence: text("Say where the evidence lies."),
  }),
]);
