import { CircleCheck, CircleSlash } from "lucide-react";
import { Badge } from "./badge.tsx";

/** Whether a report is sent when it is due. */
export function ReportState({ isOn, isBare = false }: { isOn: boolean; isBare?: boolean }) {
  return isOn ? (
    <Badge {...{ isBare, tone: "good", icon: CircleCheck }}>On</Badge>
  ) : (
    <Badge {...{ isBare, tone: "neutral", icon: CircleSlash }}>Off</Badge>
  );
}
