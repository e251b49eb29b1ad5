import { createLucideIcon } from "lucide-react";

const solid = { fill: "currentColor", stroke: "none" };

/** The circles between empty and full that lucide does not have, on its grid of 24. */
export const HalfCircle = createLucideIcon("half-circle", [
  ["circle", { cx: "12", cy: "12", r: "9.5", key: "ring" }],
  ["path", { ...solid, d: "M12 5.5a6.5 6.5 0 0 1 0 13z", key: "half" }],
]);

export const FullCircle = createLucideIcon("full-circle", [
  [
    "path",
    {
      ...solid,
      fillRule: "evenodd",
      d: "M12 2a10 10 0 1 1 0 20 10 10 0 0 1 0-20zm5.2 7.2-1.5-1.3-5.1 5.6-2.5-2.4-1.4 1.5 4 3.8z",
      key: "disc",
    },
  ],
]);
