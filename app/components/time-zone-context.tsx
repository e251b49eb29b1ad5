import { createContext, useContext } from "react";

/** The time zone of the workspace whose page this is; forms are filled in by its clocks. */
export const TimeZoneContext = createContext("UTC");

export function useTimeZone(): string {
  return useContext(TimeZoneContext);
}
