import { type ExitPlan, exitPlanText } from "#app/register/exit-plan.ts";
import { Meter } from "./meter.tsx";

/** How far the exit plan has come, and what is late. */
export function ExitPlanMeter({ plan }: { plan: ExitPlan }) {
  const text = exitPlanText(plan);
  if (plan.percent === null) return <span className="muted">{text}</span>;
  const late = plan.overdue.length;
  return (
    <>
      <Meter value={plan.reached} max={plan.planned} label={text} tone={late > 0 ? "danger" : undefined} />
      <span className="two">
        {plan.percent} % retired, {plan.reached} of {plan.planned}
        {late > 0 && <span className="urgent"> · {late === 1 ? "1 step late" : `${late} steps late`}</span>}
      </span>
    </>
  );
}
