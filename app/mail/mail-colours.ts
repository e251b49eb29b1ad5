/**
 * The product's colours as mail programs can read them, light and then dark: they know neither style sheets of ours nor
 * custom properties. Each is named for its token.
 */
export const mailColours = {
  canvas: ["#f7f8f8", "#0f1012"],
  surface: ["#ffffff", "#17181b"],
  line: ["#e3e5e8", "#2a2c31"],
  text: ["#15171c", "#ecedef"],
  "text-2": ["#4b515b", "#b0b4bb"],
  accent: ["#2a4fc0", "#8fabff"],
  "accent-fill": ["#2a4fc0", "#3f63d8"],
} as const satisfies Record<string, readonly [light: string, dark: string]>;
