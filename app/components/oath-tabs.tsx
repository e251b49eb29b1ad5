import { Tabs } from "./tabs.tsx";

type Props = { current: "tokens" | "audits" | "import"; mayManage: boolean };

/** Where one can go among the tokens that make one-time codes. */
export function OathTabs({ current, mayManage }: Props) {
  return (
    <Tabs
      label="OATH tokens"
      tabs={[
        { to: "/settings/oath", label: "Inventory", isCurrent: current === "tokens" },
        { to: "/settings/oath/audits", label: "Quarterly audits", isCurrent: current === "audits" },
        ...(mayManage ? [{ to: "/settings/oath/import", label: "Import", isCurrent: current === "import" }] : []),
      ]}
    />
  );
}
