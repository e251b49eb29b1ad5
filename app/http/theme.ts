export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

/** Reads the chosen theme from a Cookie header; without one the system decides. */
export function themeOf(cookies: string | null): Theme {
  const chosen = cookies?.match(/(?:^|;\s*)theme=([a-z]+)/)?.[1];
  return themes.find((theme) => theme === chosen) ?? "system";
}
