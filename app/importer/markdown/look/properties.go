package look

import "lectern/app/importer/words"

// allowed are the properties that a deck may set on its own slides. None of them
// fetches, runs, or reaches out of the slide.
var allowed = words.Set(`
	color opacity visibility display box-sizing all float clear order vertical-align direction unicode-bidi writing-mode text-orientation
	position top right bottom left inset inset-block inset-block-start inset-block-end inset-inline inset-inline-start inset-inline-end z-index
	width height min-width min-height max-width max-height inline-size block-size min-inline-size min-block-size max-inline-size max-block-size
	aspect-ratio object-fit object-position overflow overflow-x overflow-y overflow-wrap word-wrap word-break line-break text-overflow
	margin margin-top margin-right margin-bottom margin-left margin-block margin-block-start margin-block-end margin-inline margin-inline-start margin-inline-end
	padding padding-top padding-right padding-bottom padding-left padding-block padding-block-start padding-block-end padding-inline padding-inline-start padding-inline-end
	border border-top border-right border-bottom border-left border-width border-style border-color
	border-top-width border-right-width border-bottom-width border-left-width border-top-style border-right-style border-bottom-style border-left-style
	border-top-color border-right-color border-bottom-color border-left-color
	border-block border-block-start border-block-end border-block-width border-block-style border-block-color
	border-block-start-width border-block-start-style border-block-start-color border-block-end-width border-block-end-style border-block-end-color
	border-inline border-inline-start border-inline-end border-inline-width border-inline-style border-inline-color
	border-inline-start-width border-inline-start-style border-inline-start-color border-inline-end-width border-inline-end-style border-inline-end-color
	border-radius border-top-left-radius border-top-right-radius border-bottom-left-radius border-bottom-right-radius
	border-start-start-radius border-start-end-radius border-end-start-radius border-end-end-radius
	border-image border-image-source border-image-slice border-image-width border-image-outset border-image-repeat
	border-collapse border-spacing caption-side empty-cells table-layout box-decoration-break -webkit-box-decoration-break
	outline outline-width outline-style outline-color outline-offset box-shadow
	background background-color background-image background-position background-position-x background-position-y background-size background-repeat
	background-origin background-clip -webkit-background-clip background-attachment background-blend-mode mix-blend-mode isolation
	filter backdrop-filter -webkit-backdrop-filter -webkit-filter clip-path -webkit-clip-path shape-outside shape-margin
	mask mask-image mask-size mask-position mask-repeat mask-mode mask-composite mask-origin mask-clip
	-webkit-mask -webkit-mask-image -webkit-mask-size -webkit-mask-position -webkit-mask-repeat -webkit-mask-composite
	font font-family font-size font-size-adjust font-style font-weight font-stretch font-width font-variant font-variant-caps font-variant-numeric font-variant-ligatures
	font-variant-position font-variant-east-asian font-variant-alternates font-feature-settings font-variation-settings font-kerning font-optical-sizing font-synthesis
	font-palette line-height letter-spacing word-spacing tab-size white-space white-space-collapse text-align text-align-last text-indent text-justify text-transform
	text-wrap text-wrap-mode text-wrap-style hyphens hyphenate-character hanging-punctuation initial-letter
	text-decoration text-decoration-line text-decoration-color text-decoration-style text-decoration-thickness text-underline-offset text-underline-position
	text-decoration-skip-ink text-emphasis text-emphasis-color text-emphasis-style text-emphasis-position text-shadow quotes
	-webkit-text-fill-color -webkit-text-stroke -webkit-text-stroke-color -webkit-text-stroke-width -webkit-line-clamp -webkit-box-orient line-clamp
	paint-order fill stroke stroke-width stroke-dasharray stroke-linecap stroke-linejoin fill-opacity stroke-opacity
	list-style list-style-type list-style-position content counter-reset counter-increment counter-set
	flex flex-basis flex-direction flex-flow flex-grow flex-shrink flex-wrap justify-content justify-items justify-self align-content align-items align-self
	place-content place-items place-self gap row-gap column-gap grid-gap grid-row-gap grid-column-gap
	grid grid-area grid-auto-columns grid-auto-flow grid-auto-rows grid-column grid-column-end grid-column-start grid-row grid-row-end grid-row-start
	grid-template grid-template-areas grid-template-columns grid-template-rows
	columns column-count column-width column-fill column-rule column-rule-color column-rule-style column-rule-width column-span break-inside break-before break-after
	transform transform-origin transform-style transform-box perspective perspective-origin rotate scale translate backface-visibility
	accent-color color-scheme caret-color forced-color-adjust zoom ruby-align ruby-position image-orientation image-rendering image-resolution`)

// quiet change nothing that is seen on a slide, and go without a word.
var quiet = words.Set(`
	cursor pointer-events user-select touch-action resize appearance will-change contain content-visibility text-rendering text-size-adjust tap-highlight-color
	scroll-behavior scroll-snap-align scroll-snap-type scroll-margin scroll-padding scrollbar-width scrollbar-color scrollbar-gutter overscroll-behavior overflow-anchor
	page-break-before page-break-after page-break-inside page orphans widows print-color-adjust color-adjust
	font-smoothing osx-font-smoothing font-display speak src size marks view-transition-name`)

// framed would move the stage itself, which has its place.
var framed = words.Set(`
	position top right bottom left inset inset-block inset-block-start inset-block-end inset-inline inset-inline-start inset-inline-end z-index
	width height min-width min-height max-width max-height inline-size block-size min-inline-size min-block-size max-inline-size max-block-size aspect-ratio box-sizing
	margin margin-top margin-right margin-bottom margin-left margin-block margin-block-start margin-block-end margin-inline margin-inline-start margin-inline-end
	transform transform-origin transform-style transform-box rotate scale translate zoom overflow overflow-x overflow-y float clear order visibility
	clip-path -webkit-clip-path mix-blend-mode isolation all flex flex-grow flex-shrink flex-basis align-self justify-self place-self
	grid-area grid-column grid-column-end grid-column-start grid-row grid-row-end grid-row-start`)

// flowing say how what is on the stage is laid out, which is up to its body.
var flowing = words.Set(`
	display flex-direction flex-flow flex-wrap justify-content justify-items align-content align-items place-content place-items
	gap row-gap column-gap grid-gap grid-row-gap grid-column-gap grid grid-auto-columns grid-auto-flow grid-auto-rows
	grid-template grid-template-areas grid-template-columns grid-template-rows
	columns column-count column-width column-fill column-rule column-rule-color column-rule-style column-rule-width`)

// costly make a browser paint or lay out a great deal for a few words: see weight.
var costly = words.Set(`
	filter -webkit-filter backdrop-filter -webkit-backdrop-filter mix-blend-mode background-blend-mode mask mask-image -webkit-mask -webkit-mask-image
	clip-path -webkit-clip-path shape-outside columns column-count column-width`)

// inColumns lay out what is in an element in columns.
var inColumns = words.Set(`columns column-count column-width`)

// stringy may have strings in their values.
var stringy = words.Set(`
	content quotes font font-family font-feature-settings font-variation-settings grid-template grid-template-areas grid
	list-style list-style-type text-emphasis text-emphasis-style hyphenate-character text-overflow`)

// functions that fetch nothing.
var functions = words.Set(`
	rgb rgba hsl hsla hwb lab lch oklab oklch color color-mix light-dark color-contrast
	calc min max clamp abs sign round mod rem sin cos tan sqrt pow hypot var
	linear-gradient radial-gradient conic-gradient repeating-linear-gradient repeating-radial-gradient repeating-conic-gradient
	-webkit-linear-gradient
	translate translatex translatey translatez translate3d rotate rotatex rotatey rotatez rotate3d scale scalex scaley scalez scale3d
	skew skewx skewy matrix matrix3d perspective
	blur brightness contrast drop-shadow grayscale hue-rotate invert opacity saturate sepia
	circle ellipse inset polygon rect xywh minmax repeat fit-content counter counters symbols attr
	stylistic styleset character-variant swash ornaments annotation`)

// attributes that a selector may ask for.
var attributes = words.Set(`alt title href lang dir align type start value reversed colspan rowspan scope width height checked open class`)

// absolute are the lengths that do not hang on a font, in CSS pixels.
var absolute = map[string]float64{
	"px": 1, "pt": 4.0 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54,
}

// ofScreen are those that hang on the window, which is the stage here: 1280 x 720.
var ofScreen = map[string]float64{
	"vw": 12.8, "vh": 7.2, "vmin": 7.2, "vmax": 12.8, "vi": 12.8, "vb": 7.2,
	"svw": 12.8, "svh": 7.2, "lvw": 12.8, "lvh": 7.2, "dvw": 12.8, "dvh": 7.2,
	"cqw": 12.8, "cqh": 7.2, "cqi": 12.8, "cqb": 7.2, "cqmin": 7.2, "cqmax": 12.8,
}

// units are the others.
var units = words.Set(`em ex ch cap ic lh rlh deg grad rad turn fr x dpi dppx s ms`)
