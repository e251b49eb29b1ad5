import type { Progress } from "#app/campaigns/campaign.ts";
import { Meter } from "./meter.tsx";

/** How much of a campaign is settled. */
export function CampaignProgress({ progress: { total, settled, reviewed, ended, escalated } }: { progress: Progress }) {
  const notes = [
    `${reviewed} reviewed`,
    ...(ended > 0 ? [`${ended} ended`] : []),
    ...(escalated > 0 ? [`${escalated} escalated`] : []),
  ];
  return (
    <>
      <Meter
        value={settled}
        max={total}
        label={`${settled} of ${total} settled`}
        tone={settled === total ? "good" : undefined}
      />
      <span className="two">
        {settled} of {total} settled: {notes.join(", ")}
      </span>
    </>
  );
}
