/*
 * The only place that takes browser files out of node_modules.
 * Copies the files named below to admin_app/static/vendor, draws the icon sprite, bundles what is
 * used of the charts, leaves out of the stylesheet what no page names (which is nine tenths of it),
 * and writes what was left out to scripts/tabler-left-out.txt, for the law that looks for it, and
 * VENDOR.json (name, version, licence, file, sha256). The result is committed, so a deployment
 * needs neither Node nor a network. Run: npm ci --ignore-scripts && npm run vendor
 */
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { PurgeCSS } from "purgecss";

const MODULES = "node_modules";
const TARGET = "admin_app/static/vendor";

/* A package that ships no licence file has its text kept in scripts/licences. */
const PACKAGES = [
  {
    name: "@tabler/core",
    folder: "tabler-core",
    stylesheet: "dist/css/tabler.min.css",
    licenceText: "scripts/licences/tabler-core.txt",
  },
  {
    name: "@tabler/icons",
    folder: "tabler-icons",
    licenceText: join(MODULES, "@tabler/icons/LICENSE"),
    icons: readFileSync("scripts/icons.txt", "utf8").trim().split(/\s+/),
  },
  {
    name: "htmx.org",
    folder: "htmx",
    files: ["dist/htmx.min.js"],
    licenceText: join(MODULES, "htmx.org/LICENSE"),
  },
  {
    name: "echarts",
    folder: "echarts",
    bundle: "scripts/echarts.mjs",
    licenceText: join(MODULES, "echarts/LICENSE"),
  },
];

const sha256 = (path) => createHash("sha256").update(readFileSync(path)).digest("hex");

/* One <symbol> per icon; colour and width of the stroke are left to the stylesheet. */
function symbol(source, icon) {
  const svg = readFileSync(join(source, "icons/outline", `${icon}.svg`), "utf8");
  const shapes = [...svg.matchAll(/<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*\/>/g)]
    .map((match) => match[0].replace(/\s*\/>/, "/>"))
    .filter((shape) => !shape.includes('stroke="none"'));
  return `<symbol id="${icon}" viewBox="0 0 24 24">${shapes.join("")}</symbol>`;
}

function drawSprite(source, icons, path) {
  const symbols = icons.map((icon) => symbol(source, icon)).join("\n");
  writeFileSync(path, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols}\n</svg>\n`);
}

/* The whole package would be three times the size. */
function bundled(entry, path) {
  buildSync({ entryPoints: [entry], outfile: path, bundle: true, minify: true, format: "esm" });
  return path;
}

/* Where a page may name a class; a word anywhere in these counts, for classes are put together. */
const PAGES = ["templates/**/*.html", "static/js/*.js", "**/*.py"].map((at) => `admin_app/${at}`);
const WORD = /[A-Za-z0-9_-]+/g;
const CLASS = /\.(-?[A-Za-z_][A-Za-z0-9_-]*)/g;

async function trimmed(from, target) {
  const raw = readFileSync(from, "utf8");
  const [{ css, rejected }] = await new PurgeCSS().purge({
    content: PAGES,
    css: [{ raw }],
    defaultExtractor: (text) => text.match(WORD) ?? [],
    rejected: true,
  });
  const path = join(target, from.split("/").pop());
  writeFileSync(path, css);
  const classes = (text) => [...text.matchAll(CLASS)].map((match) => match[1]);
  const kept = new Set(classes(css));
  const leftOut = new Set(classes(rejected.join(" ")).filter((name) => !kept.has(name)));
  writeFileSync("scripts/tabler-left-out.txt", `${[...leftOut].sort().join("\n")}\n`);
  return path;
}

async function vendorPackage({ name, folder, files = [], stylesheet, licenceText, icons, bundle }) {
  const source = join(MODULES, name);
  const { version, license } = JSON.parse(readFileSync(join(source, "package.json"), "utf8"));
  const target = join(TARGET, folder);
  mkdirSync(target, { recursive: true });
  copyFileSync(licenceText, join(target, "LICENSE"));
  const written = files.map((file) => {
    const path = join(target, file.split("/").pop());
    copyFileSync(join(source, file), path);
    return path;
  });
  if (icons) {
    written.push(join(target, "sprite.svg"));
    drawSprite(source, icons, written.at(-1));
  }
  if (stylesheet) written.push(await trimmed(join(source, stylesheet), target));
  if (bundle) written.push(bundled(bundle, join(target, `${folder}.min.js`)));
  return written.map((path) => ({
    name,
    version,
    licence: license,
    file: path.slice(TARGET.length + 1),
    sha256: sha256(path),
  }));
}

rmSync(TARGET, { recursive: true, force: true });
const vendored = (await Promise.all(PACKAGES.map(vendorPackage))).flat();
writeFileSync(join(TARGET, "VENDOR.json"), `${JSON.stringify(vendored, null, 2)}\n`);
