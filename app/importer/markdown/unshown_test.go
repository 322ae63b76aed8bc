package markdown

import (
	"fmt"
	"strings"
	"testing"

	"lectern/app/importer/importertest"
)

// TestStepsTellNothing: before its step, nothing of an element is there: no word of its
// text, its attributes, its classes, its formula, nor of a style that is for it alone.
func TestStepsTellNothing(t *testing.T) {
	css := "<style>.secretclass{color:red} p:not(.secretnot){top:0} img[alt~=secretalt]{top:0} :is(p,.secretis){left:0} p:has(.secrethas){right:0}" +
		" .secretclass::after{content:'secretcontent'} :root{--secretname:'secretvalue';--other:secretident} .secretclass::before{content:var(--secretname)}" +
		" li.secretclass{list-style-type:'secretmark'} .secretclass{text-emphasis:'secretemphasis';quotes:'secretquote' 'x'} .plain{color:red} p:not([title='secrettitle']){bottom:0} p:is([title='secrettitle'],em){bottom:1px}</style>\n\n"
	inner := `<p class="secretclass" title="secrettitle" lang="x-secret" data-id="secretid" style="font-family:'secretfont';--secretown:1">secretword <a href="https://secret.example/secret" title="secrettitle">secretlink</a>` +
		` <img src="secret.png" alt="secretalt" title="secrettitle"><abbr title="secretabbr">x</abbr><code class="language-secret">secretcode</code></p>`
	decks := map[string]string{}
	for name, form := range map[string]string{
		"reveal":  `<div class="fragment" data-fragment-index="1">%s</div>`,
		"reveal2": `<div class="fragment secretclass fade-up custom-secret">%s</div>`,
		"until":   `<div class="fragment fade-in-then-out">%s</div>`,
		"attach":  "- one {.fragment}\n- two %s <!-- .element: class=\"fragment secretclass\" data-secret=\"secretdata\" -->",
	} {
		decks[name] = css + "# Title\n\n" + fmt.Sprintf(form, inner)
	}
	decks["marp"] = "---\nmarp: true\n---\n" + css + "# Title\n\n* secretword **secretbold** $secret_{secretsub}$ [secretlink](https://secret.example 'secrettitle') ![secretalt](secret.png)\n* ```secretlang\n  secretcode\n  ```\n"
	decks["slidev"] = "---\ntheme: default\nlayout: cover\n---\n" + css + "# Title\n\n<v-click>\n\n" + inner + "\n\n$$\n\\text{secretformula} \\color{red}{secret}\n$$\n\n```dot\ndigraph { secretnode -> secretother [label=secretlabel] }\n```\n\n```mermaid\ngraph TD; A[secretmermaid]-->B\n```\n\n</v-click>\n\n<div v-click class=\"text-red secretclass\" alt=\"secretalt\">secretword</div>\n\n<v-clicks>\n\n- secreta\n- [ ] secretb\n- <span v-mark=\"{color:'secret'}\">secretc</span>\n\n</v-clicks>\n\n<v-switch><template #1>secretone</template><template #2>secrettwo</template></v-switch>\n"
	decks["quarto"] = "---\nformat: revealjs\n---\n" + css + "# Title\n\n::: {.fragment .secretclass title=\"secrettitle\" data-x=\"secret\"}\n" + inner + "\n\n$$secret$$ `secretcode`{.secretclass}\n:::\n\n. . .\n\nsecretword [secretspan]{.secretclass title=\"secrettitle\"}\n\n::: {.incremental}\n- secreta\n- secretb\n:::\n"
	current := strings.Replace(css, "</style>", " .fragment.current-fragment.secretclass{color:red} .fragment.current-fragment::after{content:'secretnow'}</style>", 1)
	decks["current"] = current + "# Title\n\n<div class=\"fragment secretclass\">" + inner + "</div>\n"
	decks["tabs"] = "---\nformat: revealjs\n---\n" + current + "# Title\n\n::: {.panel-tabset}\n### One\n\none\n\n### Secrettwo {.secretclass}\n\n" + inner + "\n\n### Three\n\nsecretword\n:::\n\n[secretword secretaside]{.aside .fragment .secretclass}\n\n::: {.aside .fragment}\n" + inner + "\n:::\n"
	for name, src := range decks {
		t.Run(name, func(t *testing.T) {
			file := "a.md"
			if strings.Contains(src, "format: revealjs") {
				file = "a.qmd"
			}
			d := read(t, file, src, "secret.png", importertest.PNG(importertest.Colours(40, 30)))
			if len(d.Slides[0].Views) < 2 {
				t.Fatalf("%d views: %+v", len(d.Slides[0].Views), d.Slides[0].Views)
			}
			s := d.Slides[0]
			for _, found := range secret.FindAllString(d.Title+" "+s.Title+" "+s.Class+" "+s.Views[0].HTML+" "+s.Views[0].Text+" "+s.Views[0].CSS, -1) {
				t.Errorf("the first view tells %s", found)
			}
			if t.Failed() {
				t.Log(s.Views[0].HTML + "\n" + s.Views[0].CSS)
			}
			if last := s.Views[len(s.Views)-1]; !strings.Contains(last.HTML, "secretword") {
				t.Errorf("the last view lacks its words: %s", last.HTML)
			}
		})
	}
}
