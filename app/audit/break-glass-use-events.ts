import { z } from "zod";
import { drillResults, drillSteps, stepResults } from "#app/break-glass/drill.ts";
import { reportParts } from "#app/break-glass/incident.ts";
import { useClasses } from "#app/break-glass/use.ts";

const id = z.string().min(1);
const text = z.string();
const instant = z.iso.datetime();

/** The events of how emergency accounts are used, tried out and accounted for. */
export const breakGlassUseEvents = {
  // When the register takes note of a sign-in of an account for emergencies; the decision itself says it at once.
  "break_glass.used": z.object({
    decisionId: id,
    at: instant,
    applicationId: text,
    ip: text.nullable(),
    methods: text,
    reason: text,
    exceptionId: text.nullable(),
    /** The use that it belongs to, where it is not the first sign-in of one. */
    partOf: text.nullable(),
    drillId: text.nullable(),
    incidentId: text.nullable(),
  }),
  // When somebody says what a use was and who signed in, in the place of what was said before.
  "break_glass.use_classified": z.object({
    classification: z.enum(useClasses),
    explanation: text,
    signedInBy: text.nullable(),
  }),
  // When somebody has written down what came of it.
  "break_glass.post_mortem_written": z.object({}),
  // When a second person has closed it.
  "break_glass.use_closed": z.object({ classification: z.enum(useClasses) }),
  // When people are reminded of a use that nobody has classified.
  "break_glass.use_reminded": z.object({ step: text, dueAt: instant }),
  // When somebody tries whether the alarm reaches those who watch.
  "break_glass.alarm_tested": z.object({ to: z.number().int() }),
  // When a drill is planned; a use within its window belongs to it.
  "drill.planned": z.object({ userId: id, quarter: text, startsAt: instant, endsAt: instant, signsIn: id }),
  // When somebody says how steps of it went, in the place of what was said before.
  "drill.answered": z.object({ steps: z.array(z.object({ step: z.enum(drillSteps), result: z.enum(stepResults) })) }),
  // When it is over, or was called off.
  "drill.finished": z.object({ result: z.enum(drillResults), failed: z.array(z.enum(drillSteps)) }),
  // When people are reminded that an account has not been drilled in a quarter.
  "drill.reminded": z.object({ quarter: text, step: text }),
  // When the register drafts an incident, after a use that nobody expected.
  "incident.drafted": z.object({ userId: id, useId: id }),
  // When somebody declares an emergency, or that a draft is one.
  "incident.declared": z.object({
    title: text,
    reference: text.nullable(),
    reason: text,
    beginsAt: instant,
    endsAt: instant,
  }),
  // When it is over before its time.
  "incident.ended": z.object({ endsAt: instant }),
  // When somebody writes parts of its report.
  "incident.reported": z.object({ parts: z.array(z.enum(reportParts)) }),
  // When it has been told in full and is closed.
  "incident.closed": z.object({}),
} as const;
