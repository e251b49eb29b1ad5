import { Tabs } from "./tabs.tsx";

type Props = { current: "all" | "mine" | "campaigns"; seesCampaigns: boolean };

/** The parts of the reviews. */
export function ReviewTabs({ current, seesCampaigns }: Props) {
  return (
    <Tabs
      label="Reviews"
      tabs={[
        { to: "/reviews", label: "All", isCurrent: current === "all" },
        { to: "/reviews?whose=mine", label: "Waiting for me", isCurrent: current === "mine" },
        ...(seesCampaigns
          ? [{ to: "/reviews/campaigns", label: "Campaigns", isCurrent: current === "campaigns" }]
          : []),
      ]}
    />
  );
}
