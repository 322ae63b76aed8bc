// Says what Slidev's parser makes of decks: the files that are named, as JSON.
import path from "node:path";
import { pathToFileURL } from "node:url";

const [parser, ...files] = process.argv.slice(2);
const { load } = await import(pathToFileURL(path.join(parser, "dist/fs.mjs")));
const decks = [];
for (const file of files) {
  const root = path.dirname(file);
  const start = process.hrtime.bigint();
  const deck = await load({ roots: [root], userRoot: root }, file);
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  decks.push({ seconds, slides: deck.slides.map((s) => ({ notes: s.note ? [s.note] : [], title: s.title || "" })) });
}
process.stdout.write(JSON.stringify(decks));
