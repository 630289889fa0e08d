// Builds the bundles. `node build.mjs` writes them to dist/, `node build.mjs FOLDER` to another folder.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here('package.json'), 'utf8'));

/** The bundles by name: what each is built from, and its global as a script. Those of the desk take a `Sidetone`. */
export const bundles = {
  sidetone: { entry: here('src/index.ts'), global: 'Sidetone' },
  'sidetone-desk': { entry: here('src/desk/index.ts'), global: 'SidetoneDesk' },
  'sidetone-headset': { entry: here('src/headset/index.ts'), global: 'SidetoneHeadset' },
};

/** Builds one bundle in memory: an ES module, or a script with a global. */
export async function bundle(format, stem = 'sidetone', entry = bundles[stem].entry) {
  const name = `${stem}.${format === 'es' ? 'mjs' : 'js'}`;
  const [{ output }] = await build({
    configFile: false,
    root: here('.'),
    logLevel: 'warn',
    define: { __SDK_VERSION__: JSON.stringify(version) },
    build: {
      // Browsers of the last three years (Chromium 94, Firefox 93, Safari 16.4), which is more than Amazon Connect takes.
      target: 'es2022',
      write: false,
      sourcemap: true,
      minify: true,
      lib: { entry, formats: [format], name: bundles[stem].global, fileName: () => name },
      // Vite keeps white space in modules for the sake of later minifying; this one is for browsers.
      rolldownOptions: { output: { minify: true, comments: false } },
    },
  });
  const [chunk] = output;
  const map = output.find((each) => each.fileName === `${name}.map`);
  return { name, code: chunk.code, map: String(map.source) };
}

export function gzippedSize(code) {
  return gzipSync(code, { level: 9 }).length;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const folder = resolve(process.argv[2] ?? here('dist'));
  await mkdir(folder, { recursive: true });
  for (const stem of Object.keys(bundles)) {
    for (const format of ['es', 'iife']) {
      const { name, code, map } = await bundle(format, stem);
      await writeFile(`${folder}/${name}`, code);
      await writeFile(`${folder}/${name}.map`, map);
      console.log(`${name}: ${code.length} bytes, ${gzippedSize(code)} gzipped`);
    }
  }
}
