import { Tabs } from "./tabs.tsx";

type Props = {
  current: "accounts" | "uses" | "drills" | "incidents" | "secrets" | "bypass";
  /** Whether they see who can sign in without the identity provider. */
  seesBypass: boolean;
};

/** Where one can go among the accounts for emergencies. */
export function BreakGlassTabs({ current, seesBypass }: Props) {
  const tab = (name: Props["current"], to: string, label: string) => ({ to, label, isCurrent: current === name });
  return (
    <Tabs
      label="Break-glass"
      tabs={[
        tab("accounts", "/break-glass", "Accounts"),
        tab("uses", "/break-glass/uses", "Uses"),
        tab("drills", "/break-glass/drills", "Drills"),
        tab("incidents", "/break-glass/incidents", "Incidents"),
        tab("secrets", "/break-glass/secrets", "Other secrets"),
        ...(seesBypass ? [tab("bypass", "/break-glass/bypass", "Bypass accounts")] : []),
      ]}
    />
  );
}
