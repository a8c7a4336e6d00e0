// Holds the palette to its promise: AAA (7:1) for what is read, AA (4.5:1) for what is pressed, 3:1 for edges.
// `npm run contrast` prints the table that docs/explanation/identity.md shows; the build fails when a pair falls short.

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const GROUNDS = ["paper", "surface", "sand"];
const TONES = ["waiting", "moving", "done", "stopped", "amber", "neutral"];
const WHITE = "surface";

const PROMISES = [
  ...GROUNDS.map((ground) => ["ink", ground, 7]),
  ...GROUNDS.map((ground) => ["ink-soft", ground, 7]),
  ...GROUNDS.map((ground) => ["link", ground, 7]),
  ...GROUNDS.map((ground) => ["link-visited", ground, 4.5]),
  ...GROUNDS.map((ground) => ["error", ground, 4.5]),
  ...GROUNDS.map((ground) => ["line-strong", ground, 3]),
  ...TONES.map((tone) => [tone, `${tone}-pale`, 7]),
  ["ink", "shore-pale", 7],
  ["ink-soft", "shore-pale", 7],
  ["link", "shore-pale", 4.5],
  [WHITE, "shore", 7],
  [WHITE, "shore-deep", 7],
  [WHITE, "action", 7],
  [WHITE, "action-deep", 7],
  ["action", "action-pale", 7],
  ["ink", "focus", 7],
  [WHITE, "error", 7],
];

function luminance(hex) {
  const [r, g, b] = [1, 3, 5]
    .map((at) => parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

// WCAG 2.2, "contrast ratio": (lighter + 0.05) / (darker + 0.05).
export function contrast(one, other) {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

function measured(css) {
  const palette = Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{3,6})\b/gi)].map(([, name, hex]) => [name, longHex(hex)]),
  );
  return PROMISES.map(([text, ground, promise]) => {
    if (!palette[text] || !palette[ground]) throw new Error(`No such colour: ${text} or ${ground}`);
    return { text, ground, promise, ratio: contrast(palette[text], palette[ground]), palette };
  });
}

function longHex(hex) {
  return hex.length === 4 ? `#${[...hex.slice(1)].map((digit) => digit + digit).join("")}` : hex;
}

export function contrastFailures(css) {
  return measured(css)
    .filter(({ ratio, promise }) => ratio < promise)
    .map(({ text, ground, promise, ratio }) => `${text} on ${ground}: ${ratio.toFixed(2)}, promised ${promise}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const sheet = new URL("../ecotone/web/static/build/ecotone.css", import.meta.url);
  console.log("| text | on | ratio | promised |\n|---|---|---|---|");
  for (const { text, ground, promise, ratio, palette } of measured(readFileSync(sheet, "utf8"))) {
    console.log(
      `| ${text} \`${palette[text]}\` | ${ground} \`${palette[ground]}\` | ${ratio.toFixed(1)} | ${promise} |`,
    );
  }
}
