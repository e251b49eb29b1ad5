import type { CampaignView } from "#app/campaigns/campaign-view.server.ts";
import { CampaignProgress } from "./campaign-progress.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { exact, overdue, relative } from "./relative-time.ts";
import { Written } from "./written.tsx";

/** What the campaign is about, until when, and how far it has come. */
export function CampaignFacts({ view, now }: { view: CampaignView; now: string }) {
  const { campaign, progress, names, selection } = view;
  const { deadline, createdAt, createdBy, closedAt, closedBy, statement } = campaign;
  const isLate = closedAt === null && deadline < now;
  const facts = [
    { term: "About", detail: selection },
    { term: "Begun", detail: `${exact(createdAt)}, by ${names[createdBy] ?? createdBy}` },
    {
      term: "Deadline",
      detail: (
        <>
          {exact(deadline)}
          <span className={isLate ? "two urgent" : "two"}>
            {isLate ? overdue(deadline, now) : relative(deadline, now)}
          </span>
        </>
      ),
    },
    { term: "Progress", detail: <CampaignProgress progress={progress} /> },
    ...(closedAt && closedBy
      ? [
          { term: "Signed off", detail: `${exact(closedAt)}, by ${names[closedBy] ?? closedBy}` },
          { term: "Statement", detail: <Written text={statement ?? ""} /> },
        ]
      : []),
  ];
  return (
    <Card title="Campaign">
      <Facts facts={facts} isTight />
    </Card>
  );
}
