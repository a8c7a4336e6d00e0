// Builds everything the browser is given into ecotone/web/static/build: run it with `npm run build`.

import { copyFileSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import esbuild from "esbuild";
import * as sass from "sass";
import { contrastFailures } from "./contrast.js";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const out = path.join(here, "..", "ecotone", "web", "static", "build");

const FONTS = "@fontsource-variable/atkinson-hyperlegible-next";
const TARGET = ["chrome109", "firefox115", "safari15.6"];
const LICENCES = {
  // govuk-frontend's package carries no licence file of its own.
  "govuk-frontend.txt": path.join(here, "licences", "govuk-frontend.txt"),
  "htmx.txt": path.join(modules, "htmx.org", "LICENSE"),
  "atkinson-hyperlegible-next.txt": path.join(modules, FONTS, "LICENSE"),
};

function styles() {
  const sheet = sass.compile(path.join(here, "src", "ecotone.scss"), {
    loadPaths: [modules],
    quietDeps: true,
  });
  const failures = contrastFailures(sheet.css);
  if (failures.length) throw new Error(`Too little contrast:\n${failures.join("\n")}`);
  const small = esbuild.transformSync(sheet.css, { loader: "css", minify: true, target: TARGET });
  writeFileSync(path.join(out, "ecotone.css"), small.code);
}

function script() {
  esbuild.buildSync({
    entryPoints: [path.join(here, "src", "ecotone.js")],
    outfile: path.join(out, "ecotone.js"),
    bundle: true,
    minify: true,
    format: "iife",
    target: TARGET,
    legalComments: "none",
  });
}

function fonts() {
  const from = path.join(modules, FONTS, "files");
  mkdirSync(path.join(out, "fonts"));
  for (const name of readdirSync(from)) copyFileSync(path.join(from, name), path.join(out, "fonts", name));
}

function licences() {
  mkdirSync(path.join(out, "licences"));
  for (const [name, source] of Object.entries(LICENCES)) {
    copyFileSync(source, path.join(out, "licences", name));
  }
}

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const step of [styles, script, fonts, licences]) step();
