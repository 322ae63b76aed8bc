// Says what Marp Core makes of Markdown: the files that are named, as JSON.
const fs = require("node:fs");
const { Marp } = require(process.argv[2]);

const decks = process.argv.slice(3).map((file) => {
  const source = fs.readFileSync(file, "utf8");
  const marp = new Marp({ script: false });
  const start = process.hrtime.bigint();
  const { html, comments } = marp.render(source, { htmlAsArray: true });
  const seconds = Number(process.hrtime.bigint() - start) / 1e9;
  const number = (slide, name) => Number((new RegExp(`<section[^>]* ${name}="(\\d+)"`).exec(slide) || [0, 0])[1]);
  return {
    seconds,
    slides: html.map((slide, i) => ({
      steps: number(slide, "data-marpit-fragments"),
      page: number(slide, "data-marpit-pagination"),
      pages: number(slide, "data-marpit-pagination-total"),
      backgrounds: (slide.match(/<figure style="background-image/g) || []).length,
      notes: comments[i],
    })),
  };
});
process.stdout.write(JSON.stringify(decks));
